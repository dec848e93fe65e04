import { join } from 'node:path';
import type { LoadedFilm } from '../../src/main/film-files.ts';
import { createBrowserHost, type BrowserHostOptions } from '../../src/main/hosts/browser/browser-host.ts';
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

type Film = LoadedFilm & { readonly ok: true };
type Listener = Parameters<typeof startShow>[3];

interface HowShown {
  /** A recorded camera (.mjpeg or .y4m). */
  readonly camera: string;
  readonly pagesFolder: string;
  readonly once?: boolean;
}

/** A whole show without a screen, in the browser that it is given, if any. It keeps nothing: no journal, no state. */
export function showWithoutScreen(
  film: Film,
  how: HowShown & Pick<BrowserHostOptions, 'browser'>,
  listener: Listener,
): Promise<Show> {
  const host = createBrowserHost({
    port: 0,
    browser: how.browser,
    headless: true,
    kiosk: false,
    cameraFile: how.camera,
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
  return startShow(host, film, options, listener);
}

/** Such a show whose page the test opens in a browser of its own, to look into it. */
export async function showInOwnBrowser(film: Film, how: HowShown, listener: Listener): Promise<OwnBrowserShow> {
  const browser = await openBrowser({
    flags: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${how.camera}`,
    ],
  });
  try {
    const show = await showWithoutScreen(film, { ...how, browser: null }, listener);
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
