import { join, resolve } from 'node:path';
import { isCameraFile } from '../main/camera/camera-name.ts';
import { openCameraRoom } from '../main/camera/camera-room.ts';
import { createBrowserHost } from '../main/hosts/browser/browser-host.ts';
import { findBrowser } from '../main/hosts/browser/find-browser.ts';
import { findPlaces } from '../main/places.ts';
import { FRAME } from '../main/show-options.ts';
import type { ReadingRules } from '../mood/mood.ts';
import { usualRules } from '../mood/usual-rules.ts';
import { ownModelsFolder } from '../perception/model-files.ts';
import { EMOTIONS } from '../protocol/emotions.ts';
import type { NetworkLabels } from '../protocol/network-labels.ts';
import type { Tuning } from '../protocol/tuning.ts';
import { roomPainter } from './draw-room.ts';

export interface CameraFlags {
  /** A name, a recording, or true for whichever camera there is. */
  readonly camera: string | true;
  readonly recogniser: string;
  readonly tuning?: Tuning | undefined;
  readonly labels?: NetworkLabels | undefined;
  readonly json?: boolean | undefined;
}

/** A film's, over all seven emotions; there is no opening in which a resting face could be learnt. */
const RULES: ReadingRules = { ...usualRules(EMOTIONS), baseline: false };

const tell = (line: string): void => void process.stderr.write(`mien: ${line}\n`);

/** Reads a camera live until Ctrl-C and leaves nothing running. @returns whether it could be read. */
export async function readCamera(flags: CameraFlags): Promise<boolean> {
  const browser = await findBrowser();
  if (browser === null) {
    tell(
      'a camera is read through a browser, and none was found: install Chrome, Chromium or Edge, or set CHROME_PATH',
    );
    return false;
  }
  const recording = await recordingOf(flags.camera);
  if (recording !== null && 'refused' in recording) {
    tell(recording.refused);
    return false;
  }
  const places = findPlaces();
  const host = createBrowserHost({
    port: 0,
    browser,
    headless: true,
    kiosk: false,
    cameraFile: recording?.file ?? null,
    perceptionScript: join(places.dist, 'perception-process.js'),
    width: FRAME.width,
    height: FRAME.height,
  });
  const paint = roomPainter(process.stdout);
  const ended = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
  const close = await openCameraRoom({
    host,
    device: flags.camera === true || recording !== null ? null : flags.camera,
    recogniser: flags.recogniser,
    tuning: flags.tuning,
    labels: flags.labels,
    modelsFolder: ownModelsFolder(),
    pagesFolder: places.pages,
    filmFolder: join(places.films, 'weather'),
    rules: RULES,
    onFeed: (feed) => {
      if (flags.json === true) process.stdout.write(`${JSON.stringify(feed)}\n`);
      else paint(feed);
    },
    onNote: tell,
  });
  await ended;
  await close();
  await recording?.remove();
  return true;
}

type Recording = { readonly file: string; readonly remove: () => Promise<void> } | { readonly refused: string };

async function recordingOf(camera: string | true): Promise<Recording | null> {
  if (camera === true || !isCameraFile(camera)) return null;
  const { openCameraFile } = await import('../main/camera/camera-file.ts');
  const opened = await openCameraFile(resolve(camera));
  return opened.ok ? { file: opened.file, remove: opened.remove } : { refused: opened.reason };
}
