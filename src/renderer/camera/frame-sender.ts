/** One picture from the camera; `encode` copies its pixels and may be called once. Pictures that are not read cost nothing. */
export interface CameraPicture {
  /** On the page's clock. */
  readonly capturedAtMs: number;
  /** The bytes of a frame (frame-codec.ts). */
  encode(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Where frames go. */
export interface FrameWay {
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /** Whether the last frame is still on its way. */
  isBusy(): boolean;
}

/**
 * Sends camera pictures to main: at most as many a second as main wants, and never one behind another. A picture that
 * comes while the last is still on its way is dropped; the newest wins.
 */
export class FrameSender {
  readonly #way: FrameWay;
  #framesPerSecond: number;
  #nextAtMs = 0;

  constructor(way: FrameWay, framesPerSecond: number) {
    this.#way = way;
    this.#framesPerSecond = framesPerSecond;
  }

  /** 0 pauses. */
  set framesPerSecond(value: number) {
    this.#framesPerSecond = value;
    this.#nextAtMs = 0;
  }

  async take(picture: CameraPicture): Promise<void> {
    if (!this.#wants(picture.capturedAtMs)) return;
    const intervalMs = 1000 / this.#framesPerSecond;
    this.#nextAtMs = Math.max(this.#nextAtMs + intervalMs, picture.capturedAtMs + intervalMs / 2);
    this.#way.send(await picture.encode());
  }

  #wants(capturedAtMs: number): boolean {
    if (this.#framesPerSecond <= 0 || this.#way.isBusy()) return false;
    // A little early counts: a camera of 15 a second must not be halved by a wish for 15.
    return capturedAtMs >= this.#nextAtMs - EARLY_MS;
  }
}

/** Half a frame at 60 a second: jitter of cameras' own clocks. */
const EARLY_MS = 8;
