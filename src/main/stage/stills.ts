/** A still of 960 pixels across is some 60 KB; more than so many are of an earlier film. */
const MOST = 64;
/** First bytes of a JPEG file (ISO/IEC 10918-1): what a page sends as one and is none is not kept, and never served. */
const JPEG = [0xff, 0xd8, 0xff] as const;

/**
 * A picture of each clip that was on the stage, as its page has drawn it from the film: what a page that has nothing to show
 * yet puts up, so that nobody sees a black screen while it gets ready. In memory only.
 */
export class Stills {
  readonly #pictures = new Map<string, Uint8Array>();

  /** @param base64 a JPEG file. @returns whether it was taken. */
  keep(clipId: string, base64: string): boolean {
    const picture = Uint8Array.from(Buffer.from(base64, 'base64'));
    if (!JPEG.every((byte, at) => picture[at] === byte)) return false;
    this.#pictures.delete(clipId);
    this.#pictures.set(clipId, picture);
    const [oldest] = this.#pictures.keys();
    if (this.#pictures.size > MOST && oldest !== undefined) this.#pictures.delete(oldest);
    return true;
  }

  /** The clip's own, or else the newest of any: better than none. */
  of(clipId: string | null): Uint8Array | null {
    return this.#pictures.get(clipId ?? '') ?? [...this.#pictures.values()].at(-1) ?? null;
  }
}
