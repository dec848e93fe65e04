import type { VideoSample } from 'mediabunny';

/**
 * Decoded pictures that wait for their time, a few ahead of the film, in order. Each holds several megabytes, so none is
 * kept a moment too long.
 */
export class PictureQueue {
  readonly #pictures: AsyncGenerator<VideoSample, void, unknown>;
  readonly #inSeconds: number;
  readonly #waiting: VideoSample[] = [];
  readonly #onError: (error: unknown) => void;
  #most: number;
  #pulling = false;
  #over = false;

  constructor(
    pictures: AsyncGenerator<VideoSample, void, unknown>,
    inSeconds: number,
    most: number,
    onError: (error: unknown) => void,
  ) {
    this.#pictures = pictures;
    this.#inSeconds = inSeconds;
    this.#most = most;
    this.#onError = onError;
    void this.#pull();
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Position of the first picture that waits; of a range it may lie a little before its in point. */
  get firstMs(): number {
    return this.#waiting[0] === undefined ? 0 : this.#positionMs(this.#waiting[0]);
  }

  #positionMs(picture: VideoSample): number {
    return (picture.timestamp - this.#inSeconds) * 1000;
  }

  /** All pictures of the range have been decoded. */
  get over(): boolean {
    return this.#over;
  }

  set most(value: number) {
    this.#most = value;
    void this.#pull();
  }

  /** The newest picture whose time has come, or null where the last one handed out is still right. The caller closes it. */
  at(positionMs: number): { readonly picture: VideoSample; readonly positionMs: number } | null {
    let found: { readonly picture: VideoSample; readonly positionMs: number } | null = null;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const at = this.#positionMs(next);
      if (at > positionMs) break;
      this.#waiting.shift();
      found?.picture.close();
      found = { picture: next, positionMs: at };
    }
    if (found !== null) void this.#pull();
    return found;
  }

  async #pull(): Promise<void> {
    if (this.#pulling) return;
    this.#pulling = true;
    try {
      while (!this.#over && this.#waiting.length < this.#most) {
        const { value, done } = await this.#pictures.next();
        if (done === true) this.#over = true;
        else if (this.over) value.close();
        else this.#waiting.push(value);
      }
    } catch (error) {
      if (!this.#over) this.#onError(error);
      this.#over = true;
    } finally {
      this.#pulling = false;
    }
  }

  close(): void {
    this.#over = true;
    for (const picture of this.#waiting.splice(0)) picture.close();
    this.#pictures.return().catch(() => undefined);
  }
}
