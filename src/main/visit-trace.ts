import type { CompiledFilm, CompiledTrace } from '../film/compiled-film.ts';
import type { VisitAction, VisitState } from '../film/visit.ts';
import { moodAt } from '../mood/mood-fold.ts';
import type { Emotion } from '../protocol/emotions.ts';
import { MOST_MOODS, MOST_STEPS, type VisitStep, type VisitTrace } from '../protocol/visit-trace.ts';

/** How often the mood is looked at, and over how long: the eye follows a line of some hundred points, no more. */
const EVERY_MS = 500;
const WINDOW_MS = 1500;
/** Of a visit that is longer than this many looks, every second is let go. */
const MOST_LOOKS = 2400;

interface Look {
  readonly atMs: number;
  /** In the order of the film's emotions. */
  readonly shares: readonly number[];
}

/**
 * What a film may draw of a visit, for its visitor: the scenes, how each was chosen, and the mood over time. It lives in
 * memory from the session's first scene to its last, goes nowhere but into the cue that draws it, and is not even begun
 * where no scene of the film asks for it.
 */
export class VisitTraceRecord {
  readonly #film: CompiledFilm;
  readonly #isAskedFor: boolean;
  #startedAtMs: number | null = null;
  #steps: VisitStep[] = [];
  #looks: Look[] = [];
  #everyMs = EVERY_MS;
  /** The scene that the last cue shows, and the emotion that decided what follows it. */
  #scene = '';
  #decided: Emotion | null = null;

  constructor(film: CompiledFilm) {
    this.#film = film;
    this.#isAskedFor = Object.values(film.scenes).some(({ trace }) => trace !== null);
  }

  /** @param sceneStartMs when the scene of a cue begins, or is expected to. */
  hear(action: VisitAction, nowMs: number, sceneStartMs = nowMs): void {
    switch (action.type) {
      case 'sessionStarted':
        this.#forget();
        if (this.#isAskedFor) this.#startedAtMs = nowMs;
        return;
      case 'sessionEnded':
        this.#forget();
        return;
      case 'decision':
        this.#decided = action.params.emotion;
        return;
      case 'cue':
        this.#enter(action.params.scene, sceneStartMs);
    }
  }

  /** A reading has become part of the mood. */
  look(state: VisitState, nowMs: number): void {
    const scene = this.#film.scenes[state.film.context.scene];
    const last = this.#looks.at(-1)?.atMs ?? -Infinity;
    if (this.#startedAtMs === null || scene === undefined || nowMs - last < this.#everyMs) return;
    const { emotions } = this.#film;
    // As the scene reads, but always, and whatever it asks for.
    const rules = { ...scene.reading.rules, emotions, weights: {}, windowMs: WINDOW_MS };
    const { scores } = moodAt(state.room, rules, { fromMs: -Infinity, nowMs }, null);
    if (scores === null) return;
    this.#looks.push({ atMs: nowMs, shares: emotions.map((emotion) => scores[emotion] ?? 0) });
    if (this.#looks.length <= MOST_LOOKS) return;
    this.#looks = this.#looks.filter((_, index) => index % 2 === 0);
    this.#everyMs *= 2;
  }

  /** Its visitors do not want to be read, or nobody is looked at any more: of what was read of them nothing is drawn. */
  unread(): void {
    this.#looks = [];
    this.#decided = null;
    this.#steps = this.#steps.map((step) => ({ ...step, emotion: null }));
  }

  /** The visit so far, as a scene asks for it; null where there is none. */
  told(how: CompiledTrace, nowMs: number): VisitTrace | null {
    const startedAtMs = this.#startedAtMs;
    if (startedAtMs === null) return null;
    const { colours, words, ink, titles, top, height, startMs, durationMs: drawMs } = how;
    const durationMs = Math.max(0, nowMs - startedAtMs);
    return {
      durationMs,
      steps: this.#steps.map((step) => ({ ...step, atMs: Math.min(durationMs, step.atMs) })),
      emotions: this.#film.emotions.map((emotion) => ({
        emotion,
        word: words[emotion] ?? emotion,
        colour: colours[emotion] ?? ink,
      })),
      moods: this.#moods(startedAtMs, durationMs),
      ...{ ink, titles, top, height, startMs, drawMs },
    };
  }

  #enter(name: string, sceneStartMs: number): void {
    const scene = this.#film.scenes[name];
    const before = this.#film.scenes[this.#scene];
    this.#scene = name;
    const emotion = this.#decided;
    this.#decided = null;
    if (this.#startedAtMs === null || scene === undefined || name === this.#film.credits) return;
    // A scene that stays with the clip of the one before is the same to a visitor.
    if (before?.clip.clipId === scene.clip.clipId && this.#steps.length > 0) return;
    const ways = before?.candidates ?? [];
    const taken = ways.indexOf(name);
    this.#steps.push({
      title: scene.title,
      atMs: Math.max(0, sceneStartMs - this.#startedAtMs),
      ways: ways.length,
      taken: taken < 0 ? null : taken,
      emotion,
    });
    if (this.#steps.length > MOST_STEPS) this.#steps.shift();
  }

  /** Means of the looks, evenly over the visit. */
  #moods(startedAtMs: number, durationMs: number): VisitTrace['moods'] {
    const count = Math.min(MOST_MOODS, Math.max(1, Math.ceil(durationMs / this.#everyMs)));
    const sums: number[][] = Array.from({ length: count }, () => []);
    const counts = new Array<number>(count).fill(0);
    for (const { atMs, shares } of this.#looks) {
      const at = Math.min(count - 1, Math.max(0, Math.floor(((atMs - startedAtMs) / (durationMs || 1)) * count)));
      counts[at] = (counts[at] ?? 0) + 1;
      sums[at] = shares.map((share, index) => (sums[at]?.[index] ?? 0) + share);
    }
    return sums.map((sum, at) => {
      const looks = counts[at] ?? 0;
      return looks === 0 ? null : sum.map((share) => Math.min(1, Math.max(0, share / looks)));
    });
  }

  /** Nothing of a visit outlives it. */
  #forget(): void {
    this.#startedAtMs = null;
    this.#steps = [];
    this.#looks = [];
    this.#everyMs = EVERY_MS;
    this.#decided = null;
  }
}
