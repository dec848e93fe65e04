import { join } from 'node:path';
import type { LoadedFilm } from '../../src/main/film-files.ts';
import { createBrowserHost } from '../../src/main/hosts/browser/browser-host.ts';
import { startShow, type Show } from '../../src/main/show.ts';
import { ownModelsFolder } from '../../src/perception/model-files.ts';
import { openBrowser, type Browser } from './chromium.ts';
import { projectRoot } from './root.ts';

export interface OwnBrowserShow {
  readonly show: Show;
  /** Opens the show's address by itself: the show starts none. */
  readonly browser: Browser;
  /** Ends both. */
  readonly stop: () => Promise<void>;
}

/**
 * A whole show whose page the test opens in a browser of its own, with a recorded camera (.mjpeg or .y4m). It keeps
 * nothing: no journal, no state.
 */
export async function showInOwnBrowser(
  film: LoadedFilm & { readonly ok: true },
  how: { readonly camera: string; readonly pagesFolder: string; readonly once?: boolean },
  listener: Parameters<typeof startShow>[3],
): Promise<OwnBrowserShow> {
  const browser = await openBrowser({
    flags: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${how.camera}`,
    ],
  });
  const host = createBrowserHost({
    port: 0,
    browser: null,
    headless: true,
    kiosk: false,
    cameraFile: null,
    perceptionScript: join(projectRoot(), 'dist/perception-process.js'),
    width: 1280,
    height: 720,
  });
  const options = {
    film: film.folder,
    once: how.once ?? false,
    kiosk: false,
    camera: { kind: 'file', file: how.camera },
    recogniser: 'onnx',
    modelsFolder: ownModelsFolder(),
    journalFolder: null,
    stateFolder: null,
    zone: null,
    hours: null,
    pin: null,
    openingOnly: false,
    pagesFolder: how.pagesFolder,
    seed: 1,
  } as const;
  try {
    const show = await startShow(host, film, options, listener);
    const stop = async (): Promise<void> => {
      await browser.close();
      await show.stop();
    };
    return { show, browser, stop };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
