import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, protocol } from 'electron';
import { commandOf } from '../../../cli/mien.ts';
import { findPlaces } from '../../places.ts';
import { runShow } from '../../run-show.ts';
import { showOptionsSchema, type ShowOptions } from '../../show-options.ts';
import { createElectronHost } from './electron-host.ts';
import { again, atLogin, ownWords } from './own-words.ts';
import { runApp } from './run-app.ts';
import { SCHEME } from './window-policy.ts';

// Like scripts/mien.mjs: a packed app is started without it. The perception process inherits it.
process.env.ORT_DISABLE_TELEMETRY = '1';

/**
 * Mien in Electron: one show, where `mien play` has started it with its options in MIEN_SHOW; else, as the installed app, the
 * command that its words say, a kiosk's supervisor among them.
 */
const given = process.env.MIEN_SHOW;
const own = ownWords(process.argv, app.isPackaged);
const command = commandOf(own.words);

// Electron would put up a box and go on with half a show: one that ends is started again.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    process.stderr.write(`mien: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    app.exit(1);
  });
}
// An app that was opened with the mouse may have nobody who reads what it tells.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

// A scheme of our own with the rights of a web page's: modules, fetch, ranges of video. Before Electron is ready.
protocol.registerSchemesAsPrivileged([
  { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
]);
app.enableSandbox();
// GTK would take ours, which follows no `--` where it is typed by hand, for the name of an X server.
app.commandLine.removeSwitch('display');
if (given === undefined && command[0] === 'kiosk') beSupervisor();
// The show decides when it ends: a stage that is being opened anew has no window for a moment.
app.on('window-all-closed', () => undefined);
app.on('web-contents-created', (_event, contents) => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
});
// Not awaited: Electron is ready only after this module has run to its end.
void app.whenReady().then(async () => app.exit(await run()));

function run(): Promise<number> {
  if (given !== undefined) return play(showOptionsSchema.parse(JSON.parse(given)));
  const installed = { again: again(own), atLogin: atLogin(own, process.execPath, process.env), play };
  return runApp(command, installed);
}

/** The show itself, one on a machine. */
async function play(show: ShowOptions): Promise<number> {
  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('mien: another show runs on this machine already\n');
    return 1;
  }
  const { dist } = findPlaces();
  const host = createElectronHost({
    preload: join(dist, 'preload.cjs'),
    perceptionScript: join(dist, 'perception-process.js'),
    kiosk: show.kiosk,
    displays: show.displays,
  });
  return runShow(host, show);
}

/** A kiosk's first process shows nothing: no icon, no graphics, and another place for Chromium's files than the show's. */
function beSupervisor(): void {
  const files = join(app.getPath('userData'), 'supervisor');
  try {
    mkdirSync(files, { recursive: true });
    app.setPath('sessionData', files);
  } catch {
    // A disk that takes nothing: they share a place.
  }
  app.disableHardwareAcceleration();
  app.dock?.hide();
}
