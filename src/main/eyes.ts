import { constantMood } from '../film/simulate-mood.ts';
import type { Emotion } from '../protocol/emotions.ts';
import type { ReadingZone } from '../protocol/reading-zone.ts';
import type { Reading } from '../protocol/reading.ts';
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
  readonly tell: (line: string) => void;
  readonly onFault: (code: FaultCode, part: string, detail: string) => void;
}

/** Where readings come from: a camera's frames by way of perception, a recorded trace, or the operator's word. */
export class Eyes {
  readonly #options: EyesOptions;
  readonly #stops: (() => void)[] = [];
  #perception: PerceptionDesk | null = null;
  #isTracing = false;
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
    this.#perception?.frame(bytes, capturedAtMs);
  }

  /** There is no camera: the recorded trace takes its place, where the show has one for that. */
  noCamera(): void {
    const { camera } = this.#options.options;
    if (camera.kind === 'device' && camera.elseTrace !== null) void this.#trace(camera.elseTrace, true, 'no camera');
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#perception?.stop();
    this.force(null);
  }

  #hear(reading: Reading): void {
    if (this.#forced === null && this.#options.mayHear()) this.#options.onReading(reading);
  }

  async #trace(path: string, repeats: boolean, why: string): Promise<void> {
    if (this.#isTracing) return;
    this.#isTracing = true;
    const { tell, clock } = this.#options;
    const opened = await openTrace(path);
    if (opened.ok) {
      tell(`${why}: the moods come from a recorded trace (${path})`);
      this.#stops.push(playTrace(opened.player, clock, (reading) => this.#hear(reading), repeats));
    } else for (const reason of opened.reasons) tell(reason);
  }
}
