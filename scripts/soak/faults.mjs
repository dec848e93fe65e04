// What the soak does to the show. A fault's `act` takes the world as it is and returns a line, or null where it could not
// be done.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parts, tree } from './processes.mjs';
import { pause } from './watch-picture.mjs';

/** Has to be loaded by each Node process whose time of day is to jump. */
export const CLOCK_SHIFT = pathToFileURL(join(import.meta.dirname, 'clock-shift.mjs')).href;
const HOUR_MS = 3_600_000;

const signal = (name, what) => ({
  name: `${name} of the ${what}`,
  endsMain: what === 'main',
  act: async ({ root }) => {
    const part = parts(root)[what];
    if (part === undefined) return null;
    process.kill(part.pid, name);
    return `${name} of the ${what}`;
  },
});

async function corruptClip({ film, random }) {
  const scenes = ['horizon', 'mist', 'rain', 'sun'];
  const file = join(film, 'clips', `${scenes[Math.floor(random() * scenes.length)]}.webm`);
  const whole = readFileSync(file);
  writeFileSync(file, Buffer.concat([whole.subarray(0, 2000), Buffer.alloc(whole.length / 2, 0x55)]));
  await pause(6000);
  writeFileSync(file, whole);
  return `6 s of a corrupt clip: ${file.split('/').at(-1)}`;
}

/** No process of the show can write a byte to a file: what a full disk is to it. */
async function fullDisk({ root }) {
  const { main } = parts(root);
  if (main === undefined) return null;
  const limit = (to) => spawnSync('prlimit', ['--pid', String(main.pid), `--fsize=${to}`]).status === 0;
  if (!limit('0:unlimited')) return null;
  await pause(5000);
  limit('unlimited:unlimited');
  return '5 s of a full disk';
}

/** The part of the browser that holds the cameras dies, and again, for as long as the camera is unplugged. */
async function cameraLoss({ root }) {
  const isCamera = ({ words }) => words.some((word) => word.includes('video_capture.mojom'));
  let ended = 0;
  for (const endsAtMs = performance.now() + 5000; performance.now() < endsAtMs; await pause(200)) {
    for (const { pid } of tree(root).filter(isCamera)) {
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

/** Four hundred requests at once, and a hundred connections that say nothing. */
async function flood({ port }) {
  const ask = (index) =>
    new Promise((done) => {
      const asked = request({ host: '127.0.0.1', port, path: `/?flood=${index}`, timeout: 2000 }, (answer) => {
        answer.resume().once('end', done);
      });
      asked.once('error', done).once('timeout', () => asked.destroy());
      asked.end();
    });
  const silent = Array.from({ length: 100 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  await Promise.all(Array.from({ length: 400 }, (_, index) => ask(index)));
  await pause(2000);
  for (const socket of silent) socket.destroy();
  return 'a flood of 400 requests and 100 silent connections';
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
  signal('SIGSTOP', 'page'),
  // As `chrome://crash` makes it: the page's process dies, the browser lives.
  signal('SIGSEGV', 'page'),
  { name: 'a corrupt clip', act: corruptClip },
  { name: 'a full disk', act: fullDisk },
  { name: 'camera loss', act: cameraLoss },
  clockJump(1),
  clockJump(-1),
  { name: 'a flood', act: flood },
];
