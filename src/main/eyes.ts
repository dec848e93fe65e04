import type { Reading } from '../protocol/reading.ts';
import type { Clock } from './deadlines.ts';
import type { FaultCode } from './faults.ts';
import type { Host } from './hosts/host.ts';
import { openPerceptionDesk, type PerceptionDesk } from './perception-desk.ts';
import type { ShowOptions } from './show-options.ts';
import { openTrace, playTrace } from './trace-source.ts';

export interface EyesOptions {
  readonly host: Host;
  readonly clock: Clock;
  readonly options: Pick<ShowOptions, 'camera' | 'recogniser' | 'modelsFolder' | 'zone' | 'tuning' | 'labels' | 'budget'>;
  readonly onReading: (reading: Reading) => void;
  /** How many frames a second the stage shall send. */
  readonly onPace: (framesPerSecond: number) => void;
  readonly tell: (line: string) => void;
  readonly onFault: (code: FaultCode, part: string, detail: string) => void;
}

/** Where readings come from: a camera's frames by way of perception, or a recorded trace. */
export class Eyes {
  readonly #options: EyesOptions;
  readonly #stops: (() => void)[] = [];
  #perception: PerceptionDesk | null = null;
  #isTracing = false;

  constructor(options: EyesOptions) {
    this.#options = options;
  }

  get wantsCamera(): boolean {
    const { kind } = this.#options.options.camera;
    return kind === 'device' || kind === 'file';
  }

  /** Starts perception, where there is a camera to read. */
  open(): void {
    if (!this.wantsCamera) return;
    const { host, clock, options, onReading, onPace, tell, onFault } = this.#options;
    const { recogniser, modelsFolder, zone, tuning, labels, budget } = options;
    this.#perception = openPerceptionDesk({
      host,
      clock,
      recogniser,
      modelsFolder,
      zone,
      tuning,
      labels,
      budget,
      onPace,
      onReading,
      onNote: tell,
      onFault,
    });
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
  }

  async #trace(path: string, repeats: boolean, why: string): Promise<void> {
    if (this.#isTracing) return;
    this.#isTracing = true;
    const { tell, clock, onReading } = this.#options;
    const opened = await openTrace(path);
    if (opened.ok) {
      tell(`${why}: the moods come from a recorded trace (${path})`);
      this.#stops.push(playTrace(opened.player, clock, onReading, repeats));
    } else for (const reason of opened.reasons) tell(reason);
  }
}
