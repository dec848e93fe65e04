// What the soak does to the show. Each fault takes the world as it is and returns a line, or null where it could not be done.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { parts } from './processes.mjs';
import { pause } from './watch-picture.mjs';

const signal = (name, what) => async (world) => {
  const part = parts(world.root)[what];
  if (part === undefined) return null;
  process.kill(part.pid, name);
  return `${name} of the ${what}`;
};

/** A page that crashes by itself, as `chrome://crash` makes it: its process dies, the browser lives. */
const pageCrash = signal('SIGSEGV', 'page');

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
  const main = parts(root).main;
  if (main === undefined) return null;
  const limit = (to) => spawnSync('prlimit', ['--pid', String(main.pid), `--fsize=${to}`]).status === 0;
  if (!limit('0:unlimited')) return null;
  await pause(5000);
  limit('unlimited:unlimited');
  return '5 s of a full disk';
}

async function flood({ port }) {
  const ask = (index) =>
    new Promise((done) => {
      const asked = request({ host: '127.0.0.1', port, path: `/?flood=${index}`, timeout: 2000 }, (answer) => {
        answer.resume().once('end', done);
      });
      asked.once('error', done).once('timeout', () => asked.destroy());
      asked.end();
    });
  await Promise.all(Array.from({ length: 400 }, (_, index) => ask(index)));
  return 'a flood of 400 requests';
}

export const FAULTS = [
  signal('SIGKILL', 'perception'),
  signal('SIGSTOP', 'perception'),
  signal('SIGKILL', 'browser'),
  signal('SIGSTOP', 'browser'),
  signal('SIGKILL', 'main'),
  signal('SIGSTOP', 'main'),
  pageCrash,
  corruptClip,
  fullDisk,
  flood,
];
