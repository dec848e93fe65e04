import type { Emotion } from '../protocol/emotions.ts';
import type { CompiledFilm, CompiledScene, CompiledRule } from './compiled-film.ts';

/** A film as a graph, for every picture of it. */
export interface FilmGraph {
  readonly title: string;
  readonly emotions: readonly Emotion[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly sections: readonly { readonly name: string; readonly title: string }[];
}

export interface GraphNode {
  readonly name: string;
  readonly title: string;
  readonly kind: 'opening' | 'scene' | 'ending' | 'credits';
  readonly section: string | null;
  readonly seconds: number;
  /** Colour of its stand-in, or null where it has a clip. */
  readonly colour: string | null;
  /** The clip's file and the middle of its range, for a poster frame; null for a stand-in. */
  readonly poster: { readonly file: string; readonly atMs: number } | null;
}

/** One way from a scene to another; rules that lead the same way for the same emotion are one. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'emotion' | 'condition' | 'default' | 'reaction';
  readonly emotion: Emotion | null;
  readonly label: string;
}

/** Colours of the emotions in every picture: apart for most eyes, dark enough on paper. */
export const EMOTION_COLOURS: Readonly<Record<Emotion, string>> = {
  anger: '#c0392b',
  disgust: '#6b8e23',
  fear: '#6c3fa0',
  happiness: '#d99100',
  sadness: '#2a6db0',
  surprise: '#d0559b',
  calm: '#1f8f83',
};

/** Ways that follow from no mood. */
export const PLAIN_COLOUR = '#7a7f87';

export function filmGraph(film: CompiledFilm): FilmGraph {
  const scenes = Object.values(film.scenes);
  return {
    title: film.title,
    emotions: film.emotions,
    nodes: scenes.map((scene) => nodeOf(film, scene)),
    edges: scenes.flatMap((scene) => edgesOf(film, scene)),
    sections: Object.entries(film.sections).map(([name, { title }]) => ({ name, title })),
  };
}

function nodeOf(film: CompiledFilm, scene: CompiledScene): GraphNode {
  const { clip } = scene;
  const kind =
    scene.name === film.opening
      ? 'opening'
      : scene.ending !== null
        ? 'ending'
        : scene.name === film.credits
          ? 'credits'
          : 'scene';
  return {
    name: scene.name,
    title: scene.title,
    kind,
    section: scene.section,
    seconds: Math.round((clip.durationMs * (scene.repeat ?? 1)) / 100) / 10,
    colour: clip.standIn?.colour ?? null,
    poster: clip.file === null ? null : { file: clip.file, atMs: clip.inMs + clip.durationMs / 2 },
  };
}

function edgesOf(film: CompiledFilm, scene: CompiledScene): readonly GraphEdge[] {
  const edges = new Map<string, GraphEdge>();
  const add = (edge: GraphEdge): void => {
    const key = `${edge.to} ${edge.kind} ${edge.emotion ?? ''} ${edge.label}`;
    if (!edges.has(key)) edges.set(key, edge);
  };
  const lone = scene.rules.length === 1;
  for (const rule of scene.rules) {
    add({ from: scene.name, to: rule.to, kind: kindOf(rule), emotion: rule.emotion, label: labelOf(rule, lone) });
  }
  for (const [event, reaction] of Object.entries(scene.on)) {
    if (reaction.do !== 'go' || reaction.to === film.opening) continue;
    add({ from: scene.name, to: reaction.to, kind: 'reaction', emotion: null, label: event });
  }
  if (scene.rules.length === 0 && film.credits !== null && scene.name !== film.credits) {
    add({ from: scene.name, to: film.credits, kind: 'default', emotion: null, label: '' });
  }
  return [...edges.values()];
}

function kindOf(rule: CompiledRule): GraphEdge['kind'] {
  if (rule.emotion !== null) return 'emotion';
  return rule.when === null ? 'default' : 'condition';
}

function labelOf(rule: CompiledRule, lone: boolean): string {
  if (lone && rule.emotion === null && rule.when === null) return '';
  return rule.label.length > 40 ? `${rule.label.slice(0, 37)}...` : rule.label;
}
