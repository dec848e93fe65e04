import type { Display } from '../displays.ts';
import type { Devtools } from './devtools.ts';
import { askForDisplays } from './fill-displays.ts';

/** A projector takes longer than this to show a picture. */
const LOOK_MS = 3000;

/**
 * Asks a browser again and again which displays there are, and calls `onChanged` once: where a projector was switched on after the
 * machine, or off and on again, the film is to fill other displays. A browser that does not answer is somebody else's affair.
 * @returns how to look no more.
 */
export function watchDisplays(devtools: Pick<Devtools, 'call'>, onChanged: () => void): () => void {
  let known: string | null = null;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    const seen = await askForDisplays(devtools).then(
      ({ displays }) => placesOf(displays),
      () => null,
    );
    if (isOver) return;
    if (seen !== null && known !== null && seen !== known) {
      onChanged();
      return;
    }
    known = seen ?? known;
    timer = setTimeout(() => void look(), LOOK_MS);
  };
  void look();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

const placesOf = (displays: readonly Display[]): string =>
  displays
    .map(({ left, top, width, height }) => [left, top, width, height].join())
    .toSorted()
    .join(' ');
