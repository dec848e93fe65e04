import type { StageToMain } from '../../protocol/messages.ts';
import { watchTrack, type TrackWatch, type TrackWatchOptions } from './track-watch.ts';

export interface CameraWish {
  /** A device's id or its label (or part of it); null: whichever the browser gives. */
  readonly device: string | null;
  /** Size that frames are sent at, pixels; the camera is asked for its mode nearest to it. */
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

type CameraFact = Extract<StageToMain, { type: 'camera' }>;

/** How long to wait before a lost or missing camera is tried again: first, and at most. */
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
/** A camera that delivers nothing for this long is taken for lost, though its track calls itself live. */
const SILENCE_MS = 4000;

/**
 * Keeps a camera open for as long as the page lives: opened again when it is unplugged, silent or was not there yet,
 * with growing waits. A refusal by the visitor or the system is final until the page is loaded anew.
 */
export class Camera {
  readonly #wish: CameraWish;
  readonly #link: TrackWatchOptions['link'];
  readonly #tell: (fact: CameraFact) => void;
  readonly #stop = new AbortController();
  #last: CameraFact | null = null;
  #watching: TrackWatch | null = null;
  #framesPerSecond: number;

  constructor(wish: CameraWish, link: TrackWatchOptions['link'], tell: (fact: CameraFact) => void) {
    this.#wish = wish;
    this.#link = link;
    this.#framesPerSecond = wish.framesPerSecond;
    this.#tell = tell;
    void this.#keepOpen();
  }

  /** What was told last, for a main that has just come back. */
  get state(): CameraFact | null {
    return this.#last;
  }

  /** How many frames a second main wants; 0 pauses. */
  set framesPerSecond(value: number) {
    this.#framesPerSecond = value;
    this.#watching?.framesPerSecond(value);
  }

  close(): void {
    this.#stop.abort();
  }

  #say(state: CameraFact['state'], label: string, detail: string): void {
    this.#last = { type: 'camera', state, label, detail };
    this.#tell(this.#last);
  }

  async #keepOpen(): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!this.#stop.signal.aborted) {
      try {
        const stream = await openCamera(this.#wish);
        await this.#watch(stream, () => (retryMs = FIRST_RETRY_MS));
      } catch (error) {
        const { state, detail } = refusal(error);
        this.#say(state, this.#wish.device ?? '', detail);
        if (state === 'denied') return;
      }
      await pause(retryMs, this.#stop.signal);
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    }
  }

  /** Returns when the track has ended or fallen silent. */
  async #watch(stream: MediaStream, onLive: () => void): Promise<void> {
    const track = stream.getVideoTracks()[0];
    if (track === undefined) throw new DOMException('the camera has no picture', 'NotFoundError');
    const done = new AbortController();
    const end = (): void => done.abort();
    const over = new Promise<void>((resolve) => done.signal.addEventListener('abort', () => resolve(), { once: true }));
    this.#stop.signal.addEventListener('abort', end, { once: true });
    track.addEventListener('ended', end, { once: true });
    let lastAtMs = performance.now();
    const silence = setInterval(() => {
      if (performance.now() - lastAtMs > SILENCE_MS) end();
    }, SILENCE_MS / 4);
    let live = false;
    const watching = watchTrack({
      track,
      link: this.#link,
      most: this.#wish,
      framesPerSecond: this.#framesPerSecond,
      onSeen: () => {
        lastAtMs = performance.now();
        if (live) return;
        live = true;
        onLive();
        const { width, height, frameRate } = track.getSettings();
        this.#say('live', track.label, `${width ?? 0}x${height ?? 0} at ${frameRate ?? 0} a second`);
      },
    });
    this.#watching = watching;
    try {
      await Promise.race([over, watching.ended]);
    } finally {
      this.#watching = null;
      clearInterval(silence);
      this.#stop.signal.removeEventListener('abort', end);
      watching.close();
      track.stop();
    }
    if (!this.#stop.signal.aborted) this.#say('lost', track.label, 'the camera stopped; trying again');
  }
}

async function openCamera(wish: CameraWish): Promise<MediaStream> {
  const deviceId = wish.device === null ? null : await deviceIdOf(wish.device);
  const video: MediaTrackConstraints & { readonly resizeMode: string } = {
    ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
    width: { ideal: wish.width },
    height: { ideal: wish.height },
    frameRate: { ideal: Math.max(15, wish.framesPerSecond) },
    // The browser must not crop a wide picture to the wished shape: visitors stand at its edges too.
    resizeMode: 'none',
  };
  return navigator.mediaDevices.getUserMedia({ audio: false, video });
}

/** The id of the device that an operator named by id, label or part of the label. */
async function deviceIdOf(device: string): Promise<string> {
  const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
  const wanted = device.toLowerCase();
  const found =
    cameras.find(({ deviceId }) => deviceId === device) ??
    cameras.find(({ label }) => label.toLowerCase() === wanted) ??
    cameras.find(({ label }) => label.toLowerCase().includes(wanted));
  if (found === undefined) {
    const names = cameras.map(({ label }) => label).join(', ');
    throw new DOMException(`no camera "${device}" among: ${names || 'none'}`, 'NotFoundError');
  }
  return found.deviceId;
}

function refusal(error: unknown): { readonly state: 'none' | 'denied' | 'lost'; readonly detail: string } {
  const name = error instanceof DOMException ? error.name : '';
  const detail = error instanceof Error ? error.message : String(error);
  if (name === 'NotAllowedError' || name === 'SecurityError') return { state: 'denied', detail };
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return { state: 'none', detail };
  // NotReadableError and its like: there, but held by another program or broken.
  return { state: 'lost', detail };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
