import { join } from 'node:path';
import { app, protocol } from 'electron';
import { findPlaces } from '../../places.ts';
import { runShow } from '../../run-show.ts';
import { showOptionsSchema, type ShowOptions } from '../../show-options.ts';
import { keepingFolders } from '../../state-folder.ts';
import { createElectronHost } from './electron-host.ts';
import { SCHEME } from './window-policy.ts';

// Like scripts/mien.mjs: a packed app is started without it. The perception process inherits it.
process.env.ORT_DISABLE_TELEMETRY = '1';

/** The show in Electron. Started by `mien play` with its options in MIEN_SHOW, or by hand: then it plays the film it came with. */
const places = findPlaces();
const keeping = keepingFolders();

function options(): ShowOptions {
  const given = process.env.MIEN_SHOW;
  if (given !== undefined) return showOptionsSchema.parse(JSON.parse(given));
  return {
    film: join(places.films, 'weather'),
    once: false,
    kiosk: false,
    camera: { kind: 'device', device: null, elseTrace: join(places.films, 'rehearsal.csv') },
    recogniser: 'auto',
    modelsFolder: places.models,
    pagesFolder: places.pages,
    journalFolder: keeping.journal,
    stateFolder: keeping.state,
    zone: null,
    hours: null,
    pin: null,
    openingOnly: false,
    seed: Date.now(),
  };
}

// A scheme of our own with the rights of a web page's: modules, fetch, ranges of video. Before Electron is ready.
protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);
app.enableSandbox();
if (app.requestSingleInstanceLock()) {
  // The show decides when it ends: a stage that is being opened anew has no window for a moment.
  app.on('window-all-closed', () => undefined);
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
  await app.whenReady();
  const show = options();
  const host = createElectronHost({
    preload: join(places.dist, 'preload.cjs'),
    perceptionScript: join(places.dist, 'perception-process.js'),
    kiosk: show.kiosk,
    displays: show.displays,
  });
  app.exit(await runShow(host, show));
} else {
  process.stderr.write('mien: another show runs on this machine already\n');
  app.exit(1);
}
