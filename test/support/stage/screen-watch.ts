import type { CDPSession, Page } from 'playwright-core';
import sharp from 'sharp';
import { readCode, type Seen } from './pixel-code.ts';

/** Small enough to cost the machine little, large enough for the code in the pixels. */
const WIDTH = 320;
const HEIGHT = 180;

/**
 * Takes what the browser's compositor really puts on the screen, picture by picture: the judge of whether anything was black.
 * A picture comes when something has changed; a machine that is busy shows fewer of them.
 */
export class ScreenWatch {
  readonly #session: CDPSession;
  readonly #pictures: { readonly data: string; readonly atMs: number }[] = [];

  private constructor(session: CDPSession) {
    this.#session = session;
    session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
      this.#pictures.push({ data, atMs: (metadata.timestamp ?? Number.NaN) * 1000 });
      session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
    });
  }

  static async open(page: Page): Promise<ScreenWatch> {
    const watch = new ScreenWatch(await page.context().newCDPSession(page));
    const size = { maxWidth: WIDTH, maxHeight: HEIGHT };
    await watch.#session.send('Page.startScreencast', { format: 'jpeg', quality: 70, everyNthFrame: 1, ...size });
    return watch;
  }

  /** Ends the watch; every picture since it began, as read. */
  close(): Promise<readonly Seen[]> {
    return this.closeBy(readCode);
  }

  /** The same, where more than the code is to be read of a picture: RGBA, rows tightly packed, and when it was on the screen. */
  async closeBy<T>(
    read: (pixels: Uint8Array, width: number, height: number, atMs: number) => T,
  ): Promise<readonly T[]> {
    await this.#session.send('Page.stopScreencast').catch(() => undefined);
    await this.#session.detach().catch(() => undefined);
    const found: T[] = [];
    for (const { data: picture, atMs } of this.#pictures) {
      const image = sharp(Buffer.from(picture, 'base64')).ensureAlpha().raw();
      const { data, info } = await image.toBuffer({ resolveWithObject: true });
      found.push(read(data, info.width, info.height, atMs));
    }
    return found;
  }
}

/** What a visitor sees of a page now. */
export async function seenOn(page: Page): Promise<Seen> {
  const { data, info } = await sharp(await page.screenshot())
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return readCode(data, info.width, info.height);
}
