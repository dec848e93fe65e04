import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { MainToStage } from '../../../src/protocol/messages.ts';
import { openBrowser, type Browser } from '../chromium.ts';
import { projectRoot } from '../root.ts';
import { bundleForPage } from './bundle.ts';
import { WELCOME } from './clip-of.ts';
import { USUAL_CLIP, type ClipRecipe } from './clip-recipe.ts';
import { testClips } from './clips.ts';
import { StageHouse } from './house.ts';
import { buildPages } from './pages.ts';

/** A camera that everybody allows, and that shows what Chromium draws. */
export const FAKE_CAMERA = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** A house with its clips, and a page that stands in front of it and has gone nowhere yet. */
interface Stage {
  readonly house: StageHouse;
  readonly page: Page;
  readonly close: () => Promise<void>;
}

interface HowSet {
  /** What a page gets on its hello; the usual if left out. */
  readonly welcome?: readonly MainToStage[];
  /** Clips on the house's shelf, by address. */
  readonly clips?: Readonly<Record<string, ClipRecipe>>;
  /** Whether `window.probe` looks and listens in the page. */
  readonly probed?: boolean;
}

/** The built pages and one browser, for all stages of a test file. */
export class Theatre {
  readonly browser: Browser;
  readonly #pages: Awaited<ReturnType<typeof buildPages>>;
  #probe: Promise<string> | null = null;

  private constructor(browser: Browser, pages: Awaited<ReturnType<typeof buildPages>>) {
    this.browser = browser;
    this.#pages = pages;
  }

  static async open(options?: Parameters<typeof openBrowser>[0]): Promise<Theatre> {
    const pages = await buildPages();
    return new Theatre(await openBrowser(options), pages);
  }

  /** The clips of recipes as files. */
  clips(recipes: readonly ClipRecipe[]): Promise<readonly Uint8Array<ArrayBuffer>[]> {
    return testClips(this.browser.context, recipes);
  }

  /** A stage for one test, which fails if the page throws. */
  async stage({ welcome = [WELCOME], clips = {}, probed = false }: HowSet = {}): Promise<Stage> {
    const files = await this.clips(Object.values(clips));
    const house = await StageHouse.open(this.#pages.folder, welcome);
    for (const [index, url] of Object.keys(clips).entries()) house.files.set(url, files[index]!);
    const page = await this.browser.context.newPage();
    page.on('pageerror', (error) => expect.fail(`the page threw ${error.message}`));
    if (probed) {
      this.#probe ??= bundleForPage(join(projectRoot(), 'test/bench/cuts/probe-page.ts'));
      await page.addInitScript({ content: await this.#probe });
    }
    const close = async (): Promise<void> => {
      await page.close();
      await house.close();
    };
    return { house, page, close };
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.#pages.remove();
  }
}

/** `/film/1.webm` is the usual clip with the number 1, and so on. */
export function numbered(...numbers: readonly number[]): Readonly<Record<string, ClipRecipe>> {
  return Object.fromEntries(numbers.map((clip) => [`/film/${clip}.webm`, { ...USUAL_CLIP, clip }]));
}
