import { constantMood } from '../film/simulate-mood.ts';
import type { Emotion } from '../protocol/emotions.ts';
import type { StageToMain } from '../protocol/messages.ts';
import type { ReadingZone } from '../protocol/reading-zone.ts';
import type { Reading } from '../protocol/reading.ts';
import { PictureWatch, type PictureTrouble } from './camera/picture-watch.ts';
import type { Clock } from './deadlines.ts';
import type { FaultCode } from './faults.ts';
import type { PlayableFilm } from './film-in-play.ts';
import type { Host } from './hosts/host.ts';
import { openPerceptionDesk, type PerceptionDesk } from './perception-desk.ts';
import type { ShowOptions } from './show-options.ts';
import { openTrace, playTrace } from './trace-source.ts';

export interface EyesOptions {
  readonly host: Host;
  readonly clock: Clock;
  readonly options: Pick<
    ShowOptions,
    'camera' | 'recogniser' | 'modelsFolder' | 'zone' | 'tuning' | 'labels' | 'budget'
  >;
  /** How the film that plays wants faces to be read; the command line goes before it. */
  readonly film: () => Pick<PlayableFilm, 'tuning' | 'labels'>;
  readonly onReading: (reading: Reading) => void;
  /** Whether the room may be read now: a frame that was on its way when somebody refused is not heard. */
  readonly mayHear: () => boolean;
  /** How many frames a second the stage shall send. */
  readonly onPace: (framesPerSecond: number) => void;
  /** The stage shall close its camera and open it anew. */
  readonly onReopen: () => void;
  readonly tell: (line: string) => void;
  readonly onFault: (code: FaultCode, part: string, detail: string) => void;
}

const PICTURE_WORDS: Readonly<Record<PictureTrouble, string>> = {
  frozen: 'the picture is frozen; the camera is opened anew',
  black: 'the picture is black: something may cover the lens',
};

/** Where readings come from: a camera's frames by way of perception, a recorded trace, or the operator's word. */
export class Eyes {
  readonly #options: EyesOptions;
  #perception: PerceptionDesk | null = null;
  /** Watches a device alone: a recording may stand still, or be dark. */
  readonly #picture: PictureWatch | null;
  /** A trace plays, or is about to. */
  #tracing: AbortController | null = null;
  #hadCamera = false;
  #label = 'camera';
  #insteadOf: string | null = null;
  #forced: { readonly emotion: Emotion; readonly timer: ReturnType<typeof setInterval> } | null = null;
  #how: Pick<ShowOptions, 'tuning' | 'labels'> = {};
  #recogniser: string;
  #zone: ReadingZone | null;
  #device: string | null;

  constructor(options: EyesOptions) {
    this.#options = options;
    this.#recogniser = options.options.recogniser;
    this.#zone = options.options.zone;
    const { camera } = options.options;
    this.#device = camera.kind === 'device' ? camera.device : null;
    this.#picture =
      camera.kind === 'device'
        ? new PictureWatch({ onChange: (trouble) => this.#onPicture(trouble), onReopen: options.onReopen })
        : null;
  }

  get recogniser(): string {
    return this.#recogniser;
  }

  get zone(): ReadingZone | null {
    return this.#zone;
  }

  /** The camera that the stage shall open, by name or id; null: whichever there is. */
  get device(): string | null {
    return this.#device;
  }

  useCamera(device: string | null): void {
    this.#device = device;
    this.#picture?.forget();
  }

  /** The camera that was chosen and is not there, while another one is open; else null. */
  get insteadOf(): string | null {
    return this.#insteadOf;
  }

  /** What is wrong with the pictures that come, or null. */
  get pictureTrouble(): PictureTrouble | null {
    return this.#picture?.trouble ?? null;
  }

  /** What is read instead of the room, or null. */
  get forced(): Emotion | null {
    return this.#forced?.emotion ?? null;
  }

  get wantsCamera(): boolean {
    const { kind } = this.#options.options.camera;
    return kind === 'device' || kind === 'file';
  }

  /** Starts perception, where there is a camera to read. */
  open(): void {
    if (!this.wantsCamera) return;
    const { host, clock, options, onPace, tell, onFault } = this.#options;
    const { modelsFolder, budget } = options;
    this.#how = this.#howToRead();
    const { tuning, labels } = this.#how;
    this.#perception = openPerceptionDesk({
      host,
      clock,
      recogniser: this.#recogniser,
      modelsFolder,
      zone: this.#zone,
      tuning,
      labels,
      budget,
      onPace,
      onReading: (reading) => this.#hear(reading),
      onNote: tell,
      onFault,
    });
  }

  /** Another film plays: where it wants faces to be read otherwise, perception is started anew. */
  filmChanged(): void {
    if (JSON.stringify(this.#how) !== JSON.stringify(this.#howToRead())) this.readOtherwise({});
  }

  #howToRead(): Pick<ShowOptions, 'tuning' | 'labels'> {
    const { options, film } = this.#options;
    return { tuning: options.tuning ?? film().tuning, labels: options.labels ?? film().labels };
  }

  /** Reads with another recogniser or within another zone: perception is started anew. */
  readOtherwise(how: { readonly recogniser?: string; readonly zone?: ReadingZone | null }): void {
    this.#recogniser = how.recogniser ?? this.#recogniser;
    if (how.zone !== undefined) this.#zone = how.zone;
    this.#perception?.stop();
    this.#perception = null;
    this.open();
  }

  /** One visitor of this mood is read instead of the room; null: the room again. */
  force(emotion: Emotion | null): void {
    if (this.#forced !== null) clearInterval(this.#forced.timer);
    this.#forced = null;
    if (emotion === null) return;
    const { clock, onReading } = this.#options;
    const feed = constantMood(emotion);
    const read = (): void => onReading(feed.readingAt(clock.nowMs()));
    this.#forced = { emotion, timer: setInterval(read, 1000 / feed.perSecond) };
  }

  /** Begins the recorded trace of a show that uses no camera. */
  async openTrace(): Promise<void> {
    const { camera } = this.#options.options;
    if (camera.kind === 'trace') await this.#trace(camera.trace, camera.repeats, 'no camera is used');
  }

  /** A camera frame. @param capturedAtMs on main's clock. */
  frame(bytes: Uint8Array, capturedAtMs: number): void {
    // Whoever is in a picture that stands would stay there for ever.
    if (this.#picture?.look(bytes, this.#options.clock.nowMs()) === false) return;
    this.#perception?.frame(bytes, capturedAtMs);
  }

  /** What the stage says of its camera. */
  hearCamera({ state, label, detail, insteadOf }: Extract<StageToMain, { type: 'camera' }>): void {
    const { tell, onFault, options } = this.#options;
    this.#label = label || 'camera';
    this.#insteadOf = insteadOf ?? null;
    if (state === 'live') {
      tell(`camera: ${label}: ${detail}`);
      if (insteadOf !== undefined) onFault('other-camera', insteadOf, `it is not there; "${this.#label}" is open`);
      this.#hadCamera = true;
      // It stood in for a camera.
      if (options.camera.kind === 'device') this.#tracing?.abort();
      return;
    }
    this.#picture?.forget();
    onFault(state === 'lost' ? 'camera-lost' : 'no-camera', this.#label, detail);
    if (state !== 'lost') this.#noCamera();
  }

  /** A recorded trace takes its place, where the show has one for that; one that is unplugged later is waited for. */
  #noCamera(): void {
    const { camera } = this.#options.options;
    if (camera.kind !== 'device' || camera.elseTrace === null || this.#hadCamera) return;
    void this.#trace(camera.elseTrace, true, 'no camera');
  }

  #onPicture(trouble: PictureTrouble | null): void {
    const { tell, onFault } = this.#options;
    if (trouble === null) tell(`camera: ${this.#label}: the picture is well again`);
    else onFault('camera-lost', this.#label, PICTURE_WORDS[trouble]);
  }

  stop(): void {
    this.#tracing?.abort();
    this.#perception?.stop();
    this.force(null);
  }

  #hear(reading: Reading): void {
    if (this.#forced === null && this.#options.mayHear()) this.#options.onReading(reading);
  }

  async #trace(path: string, repeats: boolean, why: string): Promise<void> {
    if (this.#tracing !== null) return;
    const tracing = new AbortController();
    this.#tracing = tracing;
    const { tell, clock } = this.#options;
    const opened = await openTrace(path);
    if (tracing.signal.aborted) return;
    if (opened.ok) {
      tell(`${why}: the moods come from a recorded trace (${path})`);
      const stop = playTrace(opened.player, clock, (reading) => this.#hear(reading), repeats);
      tracing.signal.addEventListener('abort', stop, { once: true });
    } else for (const reason of opened.reasons) tell(reason);
  }
}
