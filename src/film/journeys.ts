import { getShortestPaths } from '@xstate/graph';
import { fromTransition } from 'xstate';
import type { Emotion } from '../protocol/emotions.ts';
import type { CompiledFilm, CompiledRule } from './compiled-film.ts';

/** The shortest way to a scene, from the opening. */
export interface ScenePath {
  readonly scene: string;
  /** Name of the ending that the scene is, or null. */
  readonly ending: string | null;
  /** Scenes from the opening to it, both included. */
  readonly scenes: readonly string[];
  /** What leads on at each of them: one fewer than scenes. */
  readonly steps: readonly PathStep[];
  /** The emotions that the visitor has to show, in order. */
  readonly emotions: readonly Emotion[];
  /** Length of the way up to the scene's beginning, the opening left out. */
  readonly seconds: number;
}

export interface PathStep {
  readonly from: string;
  readonly to: string;
  /** The rule's short name: "sadness", "default", "when visits.sea > 1"; or the event that leads on: "leave". */
  readonly by: string;
  readonly emotion: Emotion | null;
  /** A condition or a shuffled deck has a say too: the way is there, but not at every visit. */
  readonly isSure: boolean;
}

export interface FilmPaths {
  readonly paths: readonly ScenePath[];
  /** Scenes to which no way leads, whatever the conditions say. */
  readonly unreachable: readonly string[];
}

/**
 * The shortest way to every scene, found by `@xstate/graph`. It is asked about the ways between scenes alone: a snapshot
 * of the film's own machine carries the session's path, visits and times, so that no two are ever the same, and its
 * guards ask for a mood. The ways are made of the very rules that the machine's transitions are made of.
 */
export function filmPaths(film: CompiledFilm): FilmPaths {
  const ways = fromTransition((_: string, { step }: Go) => step.to, film.opening);
  const found = getShortestPaths(ways, {
    events: ({ context }) => stepsFrom(film, context).map((step): Go => ({ type: 'go', step })),
    serializeState: ({ context }) => context,
    serializeEvent: (event) => ('step' in event ? event.step.to : ''),
    limit: Infinity,
  });
  const steps = new Map(
    found.map((path) => [path.state.context, path.steps.flatMap(({ event }) => ('step' in event ? [event.step] : []))]),
  );
  const names = Object.keys(film.scenes);
  return {
    paths: names.flatMap((name) => {
      const way = steps.get(name);
      return way === undefined ? [] : [pathOf(film, name, way)];
    }),
    unreachable: names.filter((name) => !steps.has(name)),
  };
}

/** Going on from a scene, one way of several. */
interface Go {
  readonly type: 'go';
  readonly step: PathStep;
}

/** Sure ways first, so that of two equally short ways the one that always works is shown. */
function stepsFrom(film: CompiledFilm, from: string): readonly PathStep[] {
  const scene = film.scenes[from];
  if (scene === undefined) return [];
  const steps = scene.rules.map((rule): PathStep => ({
    from,
    to: rule.to,
    by: rule.label,
    emotion: rule.emotion,
    isSure: isSure(rule),
  }));
  for (const [by, reaction] of Object.entries(scene.on)) {
    if (reaction.do === 'go') steps.push({ from, to: reaction.to, by, emotion: null, isSure: false });
  }
  if (scene.rules.length === 0 && film.credits !== null && from !== film.credits) {
    steps.push({ from, to: film.credits, by: 'end', emotion: null, isSure: true });
  }
  return steps.toSorted((a, b) => Number(b.isSure) - Number(a.isSure));
}

function isSure(rule: CompiledRule): boolean {
  return rule.when === null && rule.deck === null && !rule.once;
}

function pathOf(film: CompiledFilm, scene: string, steps: readonly PathStep[]): ScenePath {
  const played = steps.slice(1).map((step) => film.scenes[step.from]);
  const ms = played.reduce((sum, one) => sum + (one === undefined ? 0 : one.clip.durationMs * (one.repeat ?? 1)), 0);
  return {
    scene,
    ending: film.scenes[scene]?.ending ?? null,
    scenes: [film.opening, ...steps.map((step) => step.to)],
    steps,
    emotions: steps.flatMap((step) => (step.emotion === null ? [] : [step.emotion])),
    seconds: Math.round(ms) / 1000,
  };
}

/** The paths for people. */
export function writePaths({ paths, unreachable }: FilmPaths): string {
  const wide = Math.max(8, ...paths.map((path) => path.scene.length));
  const line = (path: ScenePath): string => {
    const how = path.steps.map((step) => `${step.by}${step.isSure ? '' : '?'}`).join(', ');
    const what = path.ending === null ? '' : ` [ending "${path.ending}"]`;
    return `  ${path.scene.padEnd(wide)} ${String(path.steps.length).padStart(3)} ${path.seconds.toFixed(1).padStart(7)} s  ${how}${what}`;
  };
  const endings = paths.filter((path) => path.ending !== null);
  const doubtful = paths.some((path) => path.steps.some((step) => !step.isSure));
  const lines = [
    `The shortest way to each scene: steps, seconds, and what leads there`,
    ...paths.filter((path) => path.ending === null).map(line),
    '',
    'and to each ending',
    ...endings.map(line),
    ...(doubtful ? ['', '"?": a condition, a deck or an event has a say; the way is not there at every visit.'] : []),
    ...(unreachable.length === 0 ? [] : ['', 'Nothing leads to', ...unreachable.map((scene) => `  ${scene}`)]),
  ];
  return `${lines.join('\n')}\n`;
}
