import { EMOTION_COLOURS, PLAIN_COLOUR, type FilmGraph, type GraphNode } from './graph-model.ts';
import { NODE_HEIGHT, NODE_WIDTH, type PlacedGraph, type Point } from './graph-layout.ts';
import { colourOf } from './graph-text.ts';

const MARGIN = 40;
const HEAD = 64;
const FOOT = 56;
/** Height of the picture in a scene's card; its words stand below. */
const PICTURE_HEIGHT = 99;

/** The film as a picture worth printing. `posters` gives a picture (a data address) for scenes that have one. */
export function graphSvg(graph: FilmGraph, placed: PlacedGraph, posters: ReadonlyMap<string, string>): string {
  const width = Math.ceil(Math.max(placed.width, graph.emotions.length * 120 + 180, 480) + 2 * MARGIN);
  const height = Math.ceil(placed.height + HEAD + FOOT + MARGIN);
  const edges = graph.edges.map((edge, index) => {
    const line = placed.edges[index];
    if (line === undefined || line.points.length < 2) return '';
    const colour = colourOf(edge);
    const dash = edge.kind === 'emotion' || edge.label === '' ? '' : ' stroke-dasharray="5 4"';
    return `<path d="${curve(line.points)}" fill="none" stroke="${colour}" stroke-width="2"${dash} marker-end="url(#to-${colour.slice(1)})"/>`;
  });
  const labels = graph.edges.map((edge, index) => {
    const at = placed.edges[index]?.label ?? null;
    if (at === null) return '';
    const style = 'paint-order="stroke" stroke="#ffffff" stroke-width="5" stroke-linejoin="round"';
    return `<text x="${round(at.x)}" y="${round(at.y)}" text-anchor="middle" font-size="12" fill="${colourOf(edge)}" ${style}>${escaped(edge.label)}</text>`;
  });
  const nodes = graph.nodes.map((node) =>
    card(node, placed.nodes.get(node.name) ?? { x: 0, y: 0 }, posters.get(node.name)),
  );
  const colours = [...new Set([...graph.edges.map(colourOf), PLAIN_COLOUR])];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Helvetica, Arial, 'DejaVu Sans', sans-serif">`,
    `<title>${escaped(graph.title)}</title>`,
    '<defs>',
    `<clipPath id="card"><rect width="${NODE_WIDTH}" height="${NODE_HEIGHT}" rx="8"/></clipPath>`,
    ...colours.map(
      (colour) =>
        `<marker id="to-${colour.slice(1)}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z" fill="${colour}"/></marker>`,
    ),
    '</defs>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${MARGIN}" y="44" font-size="24" font-weight="600" fill="#20242a">${escaped(graph.title)}</text>`,
    `<g transform="translate(${MARGIN} ${HEAD})">`,
    ...edges,
    ...nodes,
    ...labels,
    '</g>',
    legend(graph, height - FOOT / 2),
    '</svg>',
    '',
  ].join('\n');
}

function card(node: GraphNode, at: Point, poster: string | undefined): string {
  const stroke = node.kind === 'scene' ? '#c3c8cf' : '#20242a';
  const badge = { opening: 'opening', scene: '', ending: 'ending', credits: 'credits' }[node.kind];
  const picture =
    poster === undefined
      ? `<rect width="${NODE_WIDTH}" height="${PICTURE_HEIGHT}" fill="${node.colour ?? '#5b6470'}"/>`
      : `<image href="${poster}" width="${NODE_WIDTH}" height="${PICTURE_HEIGHT}" preserveAspectRatio="xMidYMid slice"/>`;
  const mark =
    badge === ''
      ? ''
      : `<rect x="8" y="8" width="${badge.length * 6.6 + 14}" height="18" rx="9" fill="#ffffff" fill-opacity="0.88"/><text x="15" y="21" font-size="11" fill="#20242a">${badge}</text>`;
  return [
    `<g transform="translate(${round(at.x)} ${round(at.y)})">`,
    `<g clip-path="url(#card)"><rect width="${NODE_WIDTH}" height="${NODE_HEIGHT}" fill="#ffffff"/>${picture}${mark}</g>`,
    `<rect width="${NODE_WIDTH}" height="${NODE_HEIGHT}" rx="8" fill="none" stroke="${stroke}" stroke-width="${node.kind === 'scene' ? 1 : 2}"/>`,
    `<text x="10" y="${PICTURE_HEIGHT + 21}" font-size="13" font-weight="600" fill="#20242a">${escaped(cut(node.title, 18))}</text>`,
    `<text x="${NODE_WIDTH - 10}" y="${PICTURE_HEIGHT + 21}" text-anchor="end" font-size="11" fill="#6b727b">${node.seconds} s</text>`,
    '</g>',
  ].join('');
}

function legend(graph: FilmGraph, y: number): string {
  const entry = (x: number, colour: string, word: string, dash: string): string =>
    `<line x1="${x}" y1="${y}" x2="${x + 28}" y2="${y}" stroke="${colour}" stroke-width="3"${dash}/><text x="${x + 36}" y="${y + 4}" font-size="12" fill="#20242a">${word}</text>`;
  const emotions = graph.emotions.map((emotion, index) =>
    entry(MARGIN + index * 120, EMOTION_COLOURS[emotion], emotion, ''),
  );
  const rest = entry(
    MARGIN + graph.emotions.length * 120,
    PLAIN_COLOUR,
    'default or condition',
    ' stroke-dasharray="5 4"',
  );
  return [...emotions, rest].join('\n');
}

/** A spline's points as ELK gives them: the start, then Bezier triples; straight lines where they are no triples. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const said = (point: Point | undefined): string => `${round(point?.x ?? 0)} ${round(point?.y ?? 0)}`;
  if (rest.length % 3 !== 0) return `M${said(first)}${rest.map((point) => `L${said(point)}`).join('')}`;
  let path = `M${said(first)}`;
  for (let at = 0; at < rest.length; at += 3) path += `C${said(rest[at])} ${said(rest[at + 1])} ${said(rest[at + 2])}`;
  return path;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}\u2026` : text;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
