import type { Emotion } from '../../protocol/emotions.ts';
import type { Range } from './riot-ranges.ts';

/** Where a planned scene goes when it is over. */
export type PlannedNext =
  | { readonly kind: 'go'; readonly to: string }
  | {
      readonly kind: 'mood';
      /** In the film's order of emotions. */
      readonly branches: readonly { readonly emotion: Emotion; readonly to: string }[];
      /** Where nobody was read, or an emotion without a branch is dominant. */
      readonly otherwise: string;
    }
  /** The session is over; the film goes back to its opening. */
  | { readonly kind: 'ending' };

export interface PlannedScene {
  readonly name: string;
  readonly title: string;
  readonly range: Range;
  readonly next: PlannedNext;
  /** A way out of a circle that the original never left: taken once the session has lasted so long. */
  readonly wayOut?: { readonly afterSeconds: number; readonly to: string };
}

/** One configuration's journeys, still without the opening that waits for visitors. */
export interface RiotPlan {
  readonly dialect: 'RIOT 2018' | 'Perception 2019';
  /** Path of the film as the configuration has it. */
  readonly video: string;
  readonly audio: string | null;
  readonly actors: readonly string[];
  readonly emotions: readonly Emotion[];
  /** What loops until somebody comes. */
  readonly opening: Range;
  /** The scene that a session begins with. */
  readonly entry: string;
  /** Every scene that a session can play, in the order of the story. */
  readonly scenes: readonly PlannedScene[];
  /** Whether the player threw away what it had read at each choice, so that a choice is about one scene only. */
  readonly readsOneScene: boolean;
  /** The file names media, but holds no story that can be played. */
  readonly mediaOnly: boolean;
  /** Ranges that no scene plays, by the name that they are kept under; only where there is no story. */
  readonly spare: readonly { readonly name: string; readonly range: Range }[];
}

/** The scenes from which no ending can be reached, whatever the mood. */
export function trappedScenes(scenes: readonly PlannedScene[]): ReadonlySet<string> {
  const before = new Map<string, string[]>();
  const free: string[] = [];
  for (const scene of scenes) {
    if (scene.next.kind === 'ending') free.push(scene.name);
    for (const to of targetsOf(scene.next)) before.set(to, [...(before.get(to) ?? []), scene.name]);
  }
  const reached = new Set(free);
  for (let name = free.pop(); name !== undefined; name = free.pop()) {
    for (const earlier of before.get(name) ?? []) {
      if (reached.has(earlier)) continue;
      reached.add(earlier);
      free.push(earlier);
    }
  }
  return new Set(scenes.map((scene) => scene.name).filter((name) => !reached.has(name)));
}

/** Every scene that a scene can lead to. */
export function targetsOf(next: PlannedNext): readonly string[] {
  switch (next.kind) {
    case 'go':
      return [next.to];
    case 'mood':
      return [...new Set([...next.branches.map((branch) => branch.to), next.otherwise])];
    case 'ending':
      return [];
  }
}
