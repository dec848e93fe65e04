import type { AskedStill, DrawnStill } from './still-messages.ts';

/** From a cut to the picture of the clip that is sent to main: fades are over, and the next cut is not near. */
const AFTER_MS = 1500;
/** Half of 1080p, as JPEG: some 60 KB. */
const WIDTH = 960;
const QUALITY = 0.8;
/** Then this clip has none. */
const GIVE_UP_MS = 10_000;

/** Lies beneath every clip: what is seen where none has a picture yet. */
export class Still {
  readonly #room: HTMLElement;
  #element: HTMLImageElement | null;

  /** The page comes with one: main's picture of what plays, or nothing where main has none yet. */
  constructor(room: HTMLElement) {
    this.#room = room;
    const first = room.querySelector<HTMLImageElement>('.still');
    this.#element = first;
    if (first === null) return;
    // A picture that is not there would be drawn as a frame around nothing.
    const drop = (): void => {
      first.remove();
      if (this.#element === first) this.#element = null;
    };
    if (first.complete && first.naturalWidth === 0) drop();
    else first.addEventListener('error', drop, { once: true });
  }

  /** Another in its place, once it can be shown at once. @param url null: none, the house is dark. */
  async show(url: string | null): Promise<void> {
    if (url === null) {
      this.#element?.remove();
      this.#element = null;
      return;
    }
    const next = document.createElement('img');
    next.className = 'still';
    next.alt = '';
    next.src = url;
    try {
      await next.decode();
    } catch {
      // Main has none after all.
      return;
    }
    if (this.#element === null) this.#room.prepend(next);
    else this.#element.replaceWith(next);
    this.#element = next;
  }
}

/** A picture of each clip that is shown, once, for pages that will have nothing to show: drawn in a worker, which goes with it. */
export class StillTaker {
  readonly #send: (clipId: string, base64: string) => void;
  readonly #sent = new Set<string>();

  constructor(send: (clipId: string, base64: string) => void) {
    this.#send = send;
  }

  /** Main has begun anew, or heeds this page from now on: it wants them again. */
  again(): void {
    this.#sent.clear();
  }

  /** @param element what shows the clip, from now on. */
  shown(clipId: string, element: HTMLElement): void {
    if (!(element instanceof HTMLVideoElement) || this.#sent.has(clipId)) return;
    setTimeout(() => {
      // It may be gone by now, or have no picture: before its first, and on its way back to its sound.
      const hasPicture = element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && element.videoWidth > 0;
      const isOn = element.isConnected && element.style.opacity === '1' && hasPicture;
      if (isOn && !this.#sent.has(clipId)) this.#take(clipId, element);
    }, AFTER_MS);
  }

  #take(clipId: string, video: HTMLVideoElement): void {
    const frame = frameOf(video);
    if (frame === null) return;
    this.#sent.add(clipId);
    const worker = new Worker(new URL('./still-worker.ts', import.meta.url), { type: 'module', name: 'still' });
    const timeout = setTimeout(() => worker.terminate(), GIVE_UP_MS);
    worker.onmessage = ({ data }: MessageEvent<DrawnStill>) => {
      clearTimeout(timeout);
      worker.terminate();
      if (data !== null) this.#send(clipId, data);
    };
    const { displayWidth, displayHeight } = frame;
    const height = Math.max(1, Math.round((WIDTH * displayHeight) / displayWidth));
    const asked: AskedStill = { frame, width: WIDTH, height, quality: QUALITY };
    worker.postMessage(asked, [frame]);
  }
}

/** Null where the element says that it has a picture and has none after all: its graphics process died just now. */
function frameOf(video: HTMLVideoElement): VideoFrame | null {
  try {
    return new VideoFrame(video);
  } catch {
    return null;
  }
}
