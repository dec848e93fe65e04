import type { Rates } from '../../protocol/rates.ts';

/** So many steps are looked at; what a busy machine leaves out are a few of them. */
const STEPS = 20;
/** What shows fewer pictures than that while the screen shows so many (a title of a few frames, a clip that stands) tells nothing. */
const MOST_TIMES = 300;
/** Steps that differ more than this from the middle one are no steps, but gaps. */
const LIKE = 0.25;
/** A screen is set to another rate, or a window is moved to another screen, seldom. */
const AGAIN_MS = 60_000;

/** Looks now and then how many pictures a second the film has, and the screen. */
export class RateWatch {
  #now: Rates | null = null;
  #lookedAtMs = -Infinity;
  #look = 0;

  /** Null until it is known. */
  get now(): Rates | null {
    return this.#now;
  }

  /** A clip is on the stage. */
  shown(element: HTMLElement, nowMs: number): void {
    // A clip that leaves the stage has no more pictures to look at.
    const look = ++this.#look;
    if (!(element instanceof HTMLVideoElement) || nowMs - this.#lookedAtMs < AGAIN_MS) return;
    const film: number[] = [];
    const screen: number[] = [];
    const isOver = (): boolean => {
      if (look !== this.#look) return true;
      if (film.length <= STEPS) return screen.length > MOST_TIMES;
      const [filmRate, screenRate] = [perSecond(film), perSecond(screen)];
      if (filmRate === null || screenRate === null) return screen.length > MOST_TIMES;
      this.#now = { film: filmRate, screen: screenRate };
      this.#lookedAtMs = nowMs;
      return true;
    };
    const onFilm: VideoFrameRequestCallback = (_nowMs, { mediaTime }) => {
      film.push(mediaTime * 1000);
      if (!isOver()) element.requestVideoFrameCallback(onFilm);
    };
    const onScreen = (atMs: number): void => {
      screen.push(atMs);
      if (!isOver()) requestAnimationFrame(onScreen);
    };
    element.requestVideoFrameCallback(onFilm);
    requestAnimationFrame(onScreen);
  }
}

/** How many a second come at these times, milliseconds, of which some may be missing; null where there are too few. */
export function perSecond(timesMs: readonly number[]): number | null {
  if (timesMs.length <= STEPS) return null;
  const steps = timesMs.slice(1).map((time, index) => time - (timesMs[index] ?? 0));
  const middle = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  if (middle <= 0) return null;
  const like = steps.filter((step) => Math.abs(step - middle) <= middle * LIKE);
  return (1000 * like.length) / like.reduce((sum, step) => sum + step, 0);
}
