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
const LONGEST_RETRY_MS = 5000;
/** A camera that delivers nothing for this long is taken for lost, though its track calls itself live. */
const SILENCE_MS = 4000;

interface Opened {
  readonly stream: MediaStream;
  /** The camera that was wished for is not there: another does its work until it comes. */
  readonly isStandIn: boolean;
}

/**
 * Keeps a camera open for as long as the page lives: opened again when it is unplugged, silent or was not there yet,
 * with growing waits, and at once when the machine's devices change. Where the one that was wished for is missing,
 * whichever there is. A refusal by the visitor or the system is final until the page is loaded anew.
 */
export class Camera {
  readonly #wish: CameraWish;
  readonly #link: TrackWatchOptions['link'];
  readonly #tell: (fact: CameraFact) => void;
  readonly #watch: typeof watchTrack;
  readonly #stop = new AbortController();
  #last: CameraFact | null = null;
  #watching: TrackWatch | null = null;
  #framesPerSecond: number;
  #retryMs = FIRST_RETRY_MS;
  /** Ends the opening and watching of now. */
  #round = new AbortController();
  /** Ends the wait of now. */
  #rest: AbortController | null = null;
  #isStandIn = false;

  constructor(
    wish: CameraWish,
    link: TrackWatchOptions['link'],
    tell: (fact: CameraFact) => void,
    watch: typeof watchTrack = watchTrack,
  ) {
    this.#wish = wish;
    this.#link = link;
    this.#framesPerSecond = wish.framesPerSecond;
    this.#tell = tell;
    this.#watch = watch;
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

  /** Main is not content with the picture. The wait in between lets the device come to rest. */
  reopen(): void {
    this.#round.abort();
  }

  close(): void {
    this.#stop.abort();
    this.#round.abort();
    this.#rest?.abort();
  }

  /** The same twice is told once: a camera that stays away would fill the journal. */
  #say(fact: Omit<CameraFact, 'type'>): void {
    const { state, label, detail, insteadOf } = this.#last ?? {};
    const isTold = state === fact.state && label === fact.label && detail === fact.detail;
    if (isTold && insteadOf === fact.insteadOf) return;
    this.#last = { type: 'camera', ...fact };
    this.#tell(this.#last);
  }

  async #keepOpen(): Promise<void> {
    const { signal } = this.#stop;
    navigator.mediaDevices.addEventListener('devicechange', () => void this.#lookAgain(), { signal });
    while (!isOver(signal)) {
      this.#round = new AbortController();
      try {
        await this.#watchUntilOver(await openCamera(this.#wish), this.#round.signal);
      } catch (error) {
        if (isOver(signal)) return;
        const { state, detail } = refusal(error);
        this.#say({ state, label: this.#wish.device ?? '', detail });
        if (state === 'denied') return;
      }
      if (isOver(signal)) return;
      this.#rest = new AbortController();
      const waitMs = this.#retryMs;
      this.#retryMs = Math.min(waitMs * 2, LONGEST_RETRY_MS);
      await pause(waitMs, this.#rest.signal);
      this.#rest = null;
    }
  }

  /** A device was plugged in or out. */
  async #lookAgain(): Promise<void> {
    if (this.#rest !== null) {
      // It may take a moment until it can be opened.
      this.#retryMs = FIRST_RETRY_MS;
      this.#rest.abort();
      return;
    }
    const { device } = this.#wish;
    if (!this.#isStandIn || device === null) return;
    const round = this.#round;
    if ((await findCamera(device).catch(() => null)) !== null) round.abort();
  }

  /** Returns when the track has ended or fallen silent, or is wanted no longer. */
  async #watchUntilOver({ stream, isStandIn }: Opened, signal: AbortSignal): Promise<void> {
    const track = stream.getVideoTracks()[0];
    if (track === undefined) throw new DOMException('the camera has no picture', 'NotFoundError');
    // While it was being opened.
    if (isOver(signal)) {
      track.stop();
      return;
    }
    this.#isStandIn = isStandIn;
    const done = new AbortController();
    const end = (): void => done.abort();
    const over = new Promise<void>((resolve) => done.signal.addEventListener('abort', () => resolve(), { once: true }));
    signal.addEventListener('abort', end, { once: true });
    track.addEventListener('ended', end, { once: true });
    let lastAtMs = performance.now();
    const silence = setInterval(() => {
      if (performance.now() - lastAtMs > SILENCE_MS) end();
    }, SILENCE_MS / 4);
    let live = false;
    const watching = this.#watch({
      track,
      link: this.#link,
      most: this.#wish,
      framesPerSecond: this.#framesPerSecond,
      onSeen: () => {
        lastAtMs = performance.now();
        if (live) return;
        live = true;
        this.#retryMs = FIRST_RETRY_MS;
        const { width, height, frameRate } = track.getSettings();
        const detail = `${width ?? 0}x${height ?? 0} at ${frameRate ?? 0} a second`;
        const missing = isStandIn ? this.#wish.device : null;
        this.#say({ state: 'live', label: track.label, detail, ...(missing === null ? {} : { insteadOf: missing }) });
      },
    });
    this.#watching = watching;
    try {
      await Promise.race([over, watching.ended]);
    } finally {
      this.#watching = null;
      this.#isStandIn = false;
      clearInterval(silence);
      watching.close();
      track.stop();
    }
    if (!isOver(signal)) this.#say({ state: 'lost', label: track.label, detail: 'the camera stopped; trying again' });
  }
}

/** Asked anew after each wait: the compiler takes a signal for one that does not change. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function openCamera(wish: CameraWish): Promise<Opened> {
  const { device } = wish;
  const deviceId = device === null ? null : await findCamera(device);
  const stream = await streamOf(wish, deviceId);
  if (device === null || deviceId !== null) return { stream, isStandIn: false };
  // Names are told to a page only once it has been let at a camera.
  const named = await findCamera(device).catch(() => null);
  const tracks = stream.getVideoTracks();
  if (named === null || tracks[0]?.getSettings().deviceId === named) return { stream, isStandIn: named === null };
  for (const track of tracks) track.stop();
  return { stream: await streamOf(wish, named), isStandIn: false };
}

function streamOf(wish: CameraWish, deviceId: string | null): Promise<MediaStream> {
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

/** The id of the device that an operator named by id, label or part of the label; null: it is not there. */
async function findCamera(device: string): Promise<string | null> {
  const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
  const wanted = device.toLowerCase();
  const found =
    cameras.find(({ deviceId }) => deviceId === device) ??
    cameras.find(({ label }) => label.toLowerCase() === wanted) ??
    cameras.find(({ label }) => label.toLowerCase().includes(wanted));
  return found?.deviceId ?? null;
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
