// `npm run dist:check`: packs the app without a network, around a stand-in for Electron's own files, and tries what comes of
// it: its layout, the fuses in its binary, and the packed files themselves, started under the browser host, and by the app's own
// entry as a kiosk. Under a minute.
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildIfStale } from './build.mjs';
import { drawIcon } from './icons.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const builder = createRequire(createRequire(join(root, 'package.json')).resolve('electron-builder/package.json'));
/** What @electron/fuses looks for in a binary: a mark, the version of the list, its length, then a character a fuse. */
const FUSES_MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 9;
const START_MS = 120_000;

const folder = mkdtempSync(join(tmpdir(), 'mien-dist-'));
const fell = [];
const expect = (what, is) => {
  console.log(`${is ? 'ok  ' : 'NOT '} ${what}`);
  if (!is) fell.push(what);
};

/** The files of Electron's distribution that electron-builder moves about; the binary is its fuses and no more. */
function standInElectron() {
  const electron = join(folder, 'electron');
  for (const name of ['resources', 'locales']) mkdirSync(join(electron, name), { recursive: true });
  const binary = Buffer.concat([Buffer.from(FUSES_MARK), Buffer.from([1, FUSES]), Buffer.alloc(FUSES, '1')]);
  writeFileSync(join(electron, 'electron'), binary);
  chmodSync(join(electron, 'electron'), 0o755);
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'));
  writeFileSync(join(electron, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak'])
    writeFileSync(join(electron, name), '');
  return electron;
}

function pack() {
  const command = createRequire(join(root, 'package.json')).resolve('electron-builder/cli.js');
  const words = ['--linux', 'dir', '--publish', 'never', '-c', join(root, 'electron-builder.yml')];
  const places = [`-c.electronDist=${standInElectron()}`, `-c.directories.output=${join(folder, 'out')}`];
  const { status } = spawnSync(process.execPath, [command, ...words, ...places], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error(`electron-builder ended with ${status}`);
  return join(folder, 'out', 'linux-unpacked');
}

function nativeParts(place) {
  return readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(node|so)(\.\d+)*$/.test(name));
}

function checkLayout(app) {
  const resources = join(app, 'resources');
  const asar = join(resources, 'app.asar');
  const { listPackage, statFile } = builder('@electron/asar');
  const inside = listPackage(asar, { isPack: false }).map((name) => name.replaceAll('\\', '/'));
  expect('the code is in the archive', inside.includes('/dist/electron-main.js') && inside.includes('/package.json'));
  const isOut = (name) => statFile(asar, name.slice(1)).unpacked === true;
  expect('no sources, no tests, no maps', !inside.some((name) => /^\/(src|test)\/|^\/dist\/.*\.map$/.test(name)));
  const natives = inside.filter((name) => /\.(node|so)(\.\d+)*$/.test(name));
  expect(`native parts (${natives.length}) lie outside of the archive`, natives.length > 0 && natives.every(isOut));
  expect('so does the perception process', isOut('/dist/perception-process.js'));
  const unpacked = join(resources, 'app.asar.unpacked');
  expect('they are there', nativeParts(unpacked).length === natives.length);
  for (const name of ['film/weather/film.json', 'models/manifest.json', 'models/mien-expression.onnx'])
    expect(`${name} is a resource`, existsSync(join(resources, name)));
  const { networks } = JSON.parse(readFileSync(join(resources, 'models/manifest.json'), 'utf8'));
  const missing = networks.filter(({ file }) => !existsSync(join(resources, 'models', file)));
  expect(`every network is there (${networks.length})`, missing.length === 0);
  const binary = readFileSync(join(app, 'mien'));
  const at = binary.indexOf(FUSES_MARK) + FUSES_MARK.length + 2;
  // The order is @electron/fuses' own: runAsNode, cookies, NODE_OPTIONS, --inspect, asar integrity, only asar, snapshot, file:.
  const fuses = binary.subarray(at, at + 8).toString();
  expect(`the fuses are burnt (${fuses})`, /^010011.0$/.test(fuses));
  return resources;
}

/** A plain Node cannot look into the archive: it is laid out beside a copy of the resources, under its own name. */
function layOut(resources) {
  const copy = join(folder, 'run', 'resources');
  for (const name of ['film', 'models']) cpSync(join(resources, name), join(copy, name), { recursive: true });
  builder('@electron/asar').extractAll(join(resources, 'app.asar'), join(copy, 'app.asar'));
  return copy;
}

/** As much of Electron as its entry needs until a window is opened. */
const STAND_IN = `import { EventEmitter } from 'node:events';
const nothing = () => undefined;
const commandLine = { removeSwitch: nothing };
const places = { getPath: () => process.env.MIEN_KEEP, setPath: nothing };
const starts = { enableSandbox: nothing, disableHardwareAcceleration: nothing, whenReady: async () => undefined };
const ends = { exit: (status) => process.exit(status) };
export const app = Object.assign(new EventEmitter(), { isPackaged: false, commandLine, ...places, ...starts, ...ends });
export const protocol = { registerSchemesAsPrivileged: nothing };
export const [BrowserWindow, Menu, MessageChannelMain, dialog, ipcMain] = [];
export const [powerSaveBlocker, screen, session, utilityProcess] = [];
`;

/** The app's entry is its own supervisor and starts itself; a wrong word is found only by the one that is to play. */
function tryEntry(copy) {
  const electron = join(copy, 'app.asar', 'node_modules', 'electron');
  mkdirSync(electron, { recursive: true });
  writeFileSync(join(electron, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
  writeFileSync(join(electron, 'index.js'), STAND_IN);
  const words = [join(copy, 'app.asar/dist/electron-main.js'), '--kiosk', '--no-journal', '--hours', 'late'];
  const env = { ...process.env, MIEN_KEEP: join(folder, 'keep-kiosk') };
  const { status, stderr } = spawnSync(process.execPath, words, {
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout: START_MS,
  });
  expect("the app's entry watches over itself, and takes the words of the command", status === 2);
  expect('and says what is wrong with them', stderr.includes("argument 'late' is invalid"));
  if (fell.length > 0) console.log(stderr);
}

async function tryPacked(copy) {
  const words = ['play', '--host', 'browser', '--headless', '--camera', 'none', '--no-journal'];
  const env = { ...process.env, MIEN_KEEP: join(folder, 'keep') };
  const command = pathToFileURL(join(copy, 'app.asar/dist/mien.js')).href;
  const begin = `const { runMien } = await import('${command}'); await runMien(${JSON.stringify(words)});`;
  const show = spawn(process.execPath, ['--input-type=module', '--eval', begin], { cwd: folder, env });
  let said = '';
  for (const stream of [show.stdout, show.stderr]) stream.on('data', (chunk) => (said += chunk));
  const ended = new Promise((done) => show.once('exit', done));
  const until = Date.now() + START_MS;
  while (!/a page has the stage/.test(said) && show.exitCode === null && Date.now() < until)
    await new Promise((done) => setTimeout(done, 200));
  expect('the packed files play the film under the browser host', /a page has the stage/.test(said));
  const address = /^open (http\S+)/m.exec(said)?.[1];
  const health = address === undefined ? null : await fetch(address.replace('/?', '/health?')).catch(() => null);
  expect('and say that they are well', health?.ok === true);
  show.kill('SIGINT');
  const status = await ended;
  expect('and end in order', status === 0);
  if (fell.length > 0) console.log(said);
}

try {
  await buildIfStale();
  console.log(`icon: ${dirname(await drawIcon())}`);
  spawnSync(process.execPath, [join(root, 'scripts/mien.mjs'), 'models'], { cwd: root, stdio: 'inherit' });
  const copy = layOut(checkLayout(pack()));
  tryEntry(copy);
  await tryPacked(copy);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
process.exitCode = fell.length === 0 ? 0 : 1;
