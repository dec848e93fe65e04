import { encodeFrame } from '../../protocol/frame-codec.ts';
import type { StageLink } from '../link/connect.ts';
import type { CameraPicture } from './camera-frames.ts';
import { frameFrom } from './frame-pixels.ts';

/**
 * Sends camera pictures to main: at most as many a second as main wants, at most as large, and never one behind
 * another. A picture that comes while the link is still busy with the last is dropped; the newest wins.
 */
export class FrameSender {
  readonly #link: Pick<StageLink, 'sendFrame' | 'pendingBytes'>;
  readonly #most: { readonly width: number; readonly height: number };
  #framesPerSecond: number;
  #nextAtMs = 0;

  constructor(
    link: Pick<StageLink, 'sendFrame' | 'pendingBytes'>,
    most: { readonly width: number; readonly height: number },
    framesPerSecond: number,
  ) {
    this.#link = link;
    this.#most = most;
    this.#framesPerSecond = framesPerSecond;
  }

  /** 0 pauses. */
  set framesPerSecond(value: number) {
    this.#framesPerSecond = value;
    this.#nextAtMs = 0;
  }

  /** Whether a picture of this time would be sent now. */
  wants(capturedAtMs: number): boolean {
    if (this.#framesPerSecond <= 0 || this.#link.pendingBytes() > 0) return false;
    // A little early counts: a camera of 15 a second must not be halved by a wish for 15.
    return capturedAtMs >= this.#nextAtMs - EARLY_MS;
  }

  async take(picture: CameraPicture): Promise<void> {
    if (!this.wants(picture.capturedAtMs)) return;
    const intervalMs = 1000 / this.#framesPerSecond;
    this.#nextAtMs = Math.max(this.#nextAtMs + intervalMs, picture.capturedAtMs + intervalMs / 2);
    const raw = await picture.read();
    this.#link.sendFrame(encodeFrame(frameFrom(raw, picture.capturedAtMs, this.#most)));
  }
}

/** Half a frame at 60 a second: jitter of cameras' own clocks. */
const EARLY_MS = 8;
