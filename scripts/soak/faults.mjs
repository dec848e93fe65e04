// What the soak does to the show. A fault's `act` takes the world as it is and returns a line, or null where it could not
// be done.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openConsole } from './operator.mjs';
import { openPage } from './page-view.mjs';
import { ofSoak, parts } from './processes.mjs';
import { pause } from './watch-picture.mjs';

/** Has to be loaded by each Node process whose time of day is to jump. */
export const CLOCK_SHIFT = pathToFileURL(join(import.meta.dirname, 'clock-shift.mjs')).href;
const HOUR_MS = 3_600_000;
/** A swap waits for the end of a session; what it waits for longer is not waited for here. */
const SWAP_MS = 25_000;

const signal = (name, what) => ({
  name: `${name} of the ${what}`,
  endsMain: what === 'main' || what === 'supervisor',
  act: async ({ kiosk, scratch }) => {
    const found = parts(kiosk.pid, scratch);
    const part = found[what];
    // Who would notice a supervisor that was stopped before it has started a show?
    if (part === undefined || found.main === undefined) return null;
    process.kill(part.pid, name);
    return `${name} of the ${what}`;
  },
});

/** In every copy of the film that may be on the stage. */
async function corruptClip({ film, keep, random }) {
  const scenes = ['horizon', 'mist', 'rain', 'sun'];
  const clip = `${scenes[Math.floor(random() * scenes.length)]}.webm`;
  const staged = join(keep, 'staged');
  const copies = existsSync(staged) ? readdirSync(staged).map((name) => join(staged, name)) : [];
  const files = [film, ...copies].map((folder) => join(folder, 'clips', clip)).filter(existsSync);
  const whole = readFileSync(files[0]);
  const broken = Buffer.concat([whole.subarray(0, 2000), Buffer.alloc(whole.length / 2, 0x55)]);
  for (const file of files) writeFileSync(file, broken);
  await pause(6000);
  for (const file of files) if (existsSync(file)) writeFileSync(file, whole);
  return `6 s of a corrupt clip: ${clip}`;
}

/** The operator puts the other film on: staged, checked, rehearsed, and on the stage when no session runs. */
async function swapFilm(world) {
  const console = await openConsole(world);
  try {
    const untilMs = performance.now() + SWAP_MS;
    const wait = async (isDone) => {
      while (!isDone(console.staging())) {
        if (performance.now() > untilMs || console.socket.readyState !== console.socket.OPEN) return false;
        await pause(100);
      }
      return true;
    };
    if (!(await wait((staging) => staging !== null))) return null;
    const to = world.films.find((name) => name !== console.staging().playing);
    console.say({ do: 'film', name: to });
    const isOn = await wait(({ playing, step }) => playing === to || step === 'refused');
    if (console.staging().step === 'refused') return `a film swap to ${to}: REFUSED: ${console.staging().lines[0]}`;
    return `a film swap to ${to}: ${isOn ? 'on the stage' : 'waits for the end of the session'}`;
  } finally {
    console.close();
  }
}

/** Four hundred requests and sixty silent connections from outside, and five hundred commands of a paired device at once. */
async function floodConsole(world) {
  const console = await openConsole(world);
  const flooded = flood({ port: world.consolePort, silentCount: 60 });
  for (let index = 0; index < 500 && console.socket.readyState === console.socket.OPEN; index += 1)
    console.say({ do: 'volume', value: (index % 10) / 10 });
  await flooded;
  console.close();
  return 'a flood of the console';
}

/** What a page is that was being loaded when its server died: there, and without its script. It has not crashed, and says nothing. */
async function deadPage({ kiosk, scratch, port }) {
  const { spare } = parts(kiosk.pid, scratch);
  if (spare === undefined) return null;
  const page = await openPage(spare);
  const params = { url: `http://127.0.0.1:${port}/wait` };
  page.send(JSON.stringify({ id: 1, method: 'Page.navigate', params }));
  await new Promise((done) => page.once('message', done).once('close', done));
  page.terminate();
  return 'a dead page of the spare';
}

/** No process of the show can write a byte to a file: what a full disk is to it. */
async function fullDisk({ kiosk, scratch }) {
  const { main } = parts(kiosk.pid, scratch);
  if (main === undefined) return null;
  const limit = (to) => spawnSync('prlimit', ['--pid', String(main.pid), `--fsize=${to}`]).status === 0;
  if (!limit('0:unlimited')) return null;
  await pause(5000);
  limit('unlimited:unlimited');
  return '5 s of a full disk';
}

/** The part of the browser that holds the cameras dies, and again, for as long as the camera is unplugged. */
async function cameraLoss({ scratch }) {
  const isCamera = ({ words }) => words.some((word) => word.includes('video_capture.mojom'));
  let ended = 0;
  for (const endsAtMs = performance.now() + 5000; performance.now() < endsAtMs; await pause(200)) {
    for (const { pid } of ofSoak(scratch).filter(isCamera)) {
      ended += 1;
      process.kill(pid, 'SIGKILL');
    }
  }
  return ended === 0 ? null : '5 s without a camera';
}

const clockJump = (hours) => ({
  name: `a clock jump of ${hours} h`,
  act: async ({ clock }) => {
    writeFileSync(clock, String(Number(readFileSync(clock, 'utf8')) + hours * HOUR_MS));
    return `a clock jump of ${hours} h`;
  },
});

/** Four hundred requests at once, and connections that say nothing. */
async function flood({ port, silentCount = 100 }) {
  const ask = (index) =>
    new Promise((done) => {
      const asked = request({ host: '127.0.0.1', port, path: `/?flood=${index}`, timeout: 2000 }, (answer) => {
        answer.resume().once('end', done);
      });
      asked.once('error', done).once('timeout', () => asked.destroy());
      asked.end();
    });
  const silent = Array.from({ length: silentCount }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  await Promise.all(Array.from({ length: 400 }, (_, index) => ask(index)));
  await pause(2000);
  for (const socket of silent) socket.destroy();
  return `a flood of 400 requests and ${silentCount} silent connections`;
}

export const FAULTS = [
  signal('SIGKILL', 'perception'),
  signal('SIGSTOP', 'perception'),
  signal('SIGKILL', 'browser'),
  signal('SIGSTOP', 'browser'),
  signal('SIGKILL', 'spare'),
  signal('SIGSTOP', 'spare'),
  signal('SIGKILL', 'main'),
  signal('SIGSTOP', 'main'),
  signal('SIGKILL', 'supervisor'),
  signal('SIGSTOP', 'supervisor'),
  signal('SIGSTOP', 'page'),
  // As `chrome://crash` makes it: the page's process dies, the browser lives.
  signal('SIGSEGV', 'page'),
  { name: 'a dead page of the spare', act: deadPage },
  { name: 'a corrupt clip', act: corruptClip },
  { name: 'a full disk', act: fullDisk },
  { name: 'camera loss', act: cameraLoss },
  clockJump(1),
  clockJump(-1),
  { name: 'a flood of the stage', act: flood },
  { name: 'a flood of the console', act: floodConsole },
  { name: 'a film swap', act: swapFilm },
];
