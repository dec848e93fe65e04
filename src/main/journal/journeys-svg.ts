import { sankey, sankeyLinkHorizontal } from 'd3-sankey';
import { escapeText } from './escape-text.ts';
import type { JourneyStep } from './journal-tally.ts';

const STEP_WIDTH = 170;
const LABEL_WIDTH = 150;
const HEIGHT = 560;
/** A hue a scene, far from its neighbours': the golden angle. */
const HUE_STEP = 137.5;

interface Node {
  readonly id: string;
  readonly scene: string;
  readonly step: number;
}
interface Flow {
  readonly source: string;
  readonly target: string;
  readonly value: number;
}

/**
 * The journeys as a Sankey picture: a column a step, a band as wide as the number of sessions that went there. A scene
 * that was seen at several steps stands in each of their columns, so nothing ever flows back.
 */
export function journeysSvg(steps: readonly JourneyStep[]): string | null {
  if (steps.length === 0) return null;
  const nodes = new Map<string, Node>();
  const place = (step: number, scene: string): string => {
    const id = `${step} ${scene}`;
    nodes.set(id, { id, scene, step });
    return id;
  };
  const links = steps.map(({ step, from, to, sessions }): Flow => ({
    source: place(step, from),
    target: place(step + 1, to),
    value: sessions,
  }));
  const columns = Math.max(...[...nodes.values()].map(({ step }) => step)) + 1;
  const width = columns * STEP_WIDTH;
  const graph = sankey<Node, Flow>()
    .nodeId(({ id }) => id)
    .nodeAlign(({ step }) => step)
    .nodeWidth(12)
    .nodePadding(14)
    .extent([
      [8, 8],
      [width, HEIGHT - 8],
    ])({ nodes: [...nodes.values()].map((node) => ({ ...node })), links: links.map((link) => ({ ...link })) });
  const hues = new Map(
    [...new Set(graph.nodes.map(({ scene }) => scene))].map((scene, index) => [scene, (index * HUE_STEP) % 360]),
  );
  const colour = (scene: string): string => `hsl(${(hues.get(scene) ?? 0).toFixed(0)} 55% 60%)`;
  const path = sankeyLinkHorizontal<Node, Flow>();
  const bands = graph.links.map((link) => {
    const { source, target } = link as unknown as { readonly source: Node; readonly target: Node };
    const title = escapeText(`${source.scene} to ${target.scene}: ${link.value}`);
    return `<path d="${path(link) ?? ''}" stroke="${colour(source.scene)}" stroke-width="${Math.max(1, link.width ?? 1).toFixed(1)}"><title>${title}</title></path>`;
  });
  const boxes = graph.nodes.map(({ scene, value = 0, x0 = 0, x1 = 0, y0 = 0, y1 = 0 }) => {
    const size = `x="${x0.toFixed(1)}" y="${y0.toFixed(1)}" width="${(x1 - x0).toFixed(1)}" height="${Math.max(1, y1 - y0).toFixed(1)}"`;
    const label = `<text x="${(x1 + 5).toFixed(1)}" y="${((y0 + y1) / 2).toFixed(1)}" dy="0.35em">${escapeText(scene)} ${value}</text>`;
    return `<rect ${size} fill="${colour(scene)}"/>${label}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width + LABEL_WIDTH} ${HEIGHT}" width="${width + LABEL_WIDTH}" height="${HEIGHT}" role="img" aria-label="How the sessions went from scene to scene">`,
    `<g fill="none" stroke-opacity="0.45">${bands.join('')}</g>`,
    `<g font-size="12" fill="currentColor">${boxes.join('')}</g>`,
    '</svg>',
  ].join('\n');
}
