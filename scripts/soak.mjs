// `npm run soak -- --minutes 3 --seed 5 [--json FILE]`: plays "Weather" unattended before a recorded camera and does it
// harm, at random from the seed; then says what that cost. Linux only: it looks into /proc.
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { buildIfStale } from './build.mjs';
import { FAULTS } from './soak/faults.mjs';
import { parts, tree } from './soak/processes.mjs';
import { pause, watchPicture } from './soak/watch-picture.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    calm: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
if (!(minutes > 0) || !Number.isInteger(seed) || process.platform !== 'linux') {
  console.error('usage: npm run soak -- --minutes N --seed N [--calm] [--json FILE]   (Linux)');
  process.exit(2);
}
const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'mien-soak-'));
/** Between two faults, milliseconds: the show has time to come back, and then some. */
const EVERY_MS = [8000, 16_000];

/** mulberry32: the same seed, the same harm. */
function randomOf(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Visitors in fast succession: a face for 20 s, nobody for 12 s, over and over. Faces are of the packages' own photos. */
async function camera() {
  const photo = join(root, 'node_modules/@vladmandic/face-api/demo/sample1.jpg');
  const size = { width: 640, height: 480 };
  const face = await sharp(photo)
    .resize({ ...size, fit: 'cover' })
    .jpeg({ quality: 70 })
    .toBuffer();
  const nobody = await sharp({ create: { ...size, channels: 3, background: '#606468' } })
    .jpeg({ quality: 70 })
    .toBuffer();
  const file = join(scratch, 'camera.mjpeg');
  const frames = [...Array(20 * 30).fill(face), ...Array(12 * 30).fill(nobody)];
  writeFileSync(file, Buffer.concat(frames));
  return file;
}

/** The browser as the show would start it, with a port to watch it by. */
function wrapper(devtoolsPort) {
  const places = [
    process.env.CHROME_PATH,
    '/usr/bin/google-chrome-stable',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
  ];
  const real = places.find((path) => path !== undefined && readdirSafe(path));
  if (real === undefined) throw new Error('no browser was found: set CHROME_PATH');
  const file = join(scratch, 'browser');
  writeFileSync(file, `#!/bin/sh\nexec "${real}" --remote-debugging-port=${devtoolsPort} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

function readdirSafe(path) {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}

await buildIfStale();
const random = randomOf(seed);
const film = join(scratch, 'weather');
cpSync(join(root, 'film/weather'), film, { recursive: true });
const [port, devtoolsPort] = [await freePort(), await freePort()];
const keep = join(scratch, 'keep');
mkdirSync(keep);
const env = { ...process.env, MIEN_KEEP: keep, CHROME_PATH: wrapper(devtoolsPort) };
const words = ['kiosk', film, '--restart', 'never', '--headless', '--host', 'browser', '--camera', await camera()];
const child = spawn(process.execPath, [join(root, 'scripts/mien.mjs'), ...words, '--port', String(port)], {
  env,
  detached: true,
  stdio: ['ignore', 'ignore', 'pipe'],
});
let log = '';
child.stderr.on('data', (chunk) => (log += chunk));
const exited = new Promise((done) => child.once('exit', done));

const watch = watchPicture(devtoolsPort);
const memory = [];
const did = [];
const world = { root: child.pid, film, port, random };
const endsAtMs = performance.now() + minutes * 60_000;
let nextAtMs = performance.now() + 25_000;
while (performance.now() < endsAtMs) {
  await pause(500);
  const main = parts(child.pid).main;
  if (main !== undefined) memory.push({ pid: main.pid, atMs: performance.now(), bytes: main.rssBytes });
  if (values.calm || performance.now() < nextAtMs || endsAtMs - performance.now() < 15_000) continue;
  const line = await FAULTS[Math.floor(random() * FAULTS.length)](world);
  if (line !== null) did.push(line);
  nextAtMs = performance.now() + EVERY_MS[0] + random() * (EVERY_MS[1] - EVERY_MS[0]);
}
const picture = await watch.stop();
const before = tree(child.pid);
child.kill('SIGTERM');
const isOver = await Promise.race([exited.then(() => true), pause(20_000).then(() => false)]);
await pause(1000);
const left = before.filter(({ pid, words }) => tree(pid).some((now) => now.pid === pid && now.words[0] === words[0]));
const mains = new Set(memory.map(({ pid }) => pid));
const profiles = readdirSync(tmpdir()).filter((name) => mains.has(Number(/^mien-stage-(\d+)-/.exec(name)?.[1])));
if (!isOver) process.kill(-child.pid, 'SIGKILL');
const report = sum(log, picture);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
rmSync(scratch, { recursive: true, force: true });
const failed = judge(report);
for (const [name, value] of Object.entries(report))
  console.log(`${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`);
console.log(
  failed.length === 0
    ? `soak: ${minutes} min, seed ${seed}: ok`
    : `soak: ${minutes} min, seed ${seed}: SHORT: ${failed.join('; ')}`,
);
process.exit(failed.length === 0 ? 0 : 1);

function sum(text, { longestStillMs, stills, black, looks }) {
  const lines = readdirSync(join(keep, 'journal')).flatMap((name) =>
    readFileSync(join(keep, 'journal', name), 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  );
  const parsed = lines.map((line) => {
    try {
      return JSON.parse(line);
    } catch {
      return null;
    }
  });
  const of = (type) => parsed.filter((line) => line?.type === type);
  const ended = [...text.matchAll(/-- the session /g)].length;
  const counts = {};
  for (const { code } of of('fault')) counts[code] = (counts[code] ?? 0) + 1;
  const sessions = new Set(of('session').map(({ session }) => session));
  const whole = of('session').flatMap(({ decisions }) => decisions).length;
  const told = new Set(of('decision').map(({ session, atSeconds }) => `${session} ${atSeconds}`)).size;
  return {
    minutes,
    seed,
    done: did,
    sessions: sessions.size,
    sessionsToldAndNotInTheJournal: Math.max(0, ended - of('session').length),
    decisions: told,
    decisionsOfWholeSessions: whole,
    tornLines: parsed.filter((line) => line === null).length,
    faults: counts,
    pictureLooks: looks,
    longestStillMs: Math.round(longestStillMs),
    stillsOver2s: stills,
    blackPictures: black,
    memoryGrowthPerHour: growth(),
    processesLeft: left.map(({ words }) => words.slice(0, 3).join(' ')),
    profilesLeft: profiles,
  };
}

/** Slope of the memory of the longest life of the show's process, as a share of its mean an hour; null where it was too short. */
function growth() {
  const lives = Map.groupBy ? Map.groupBy(memory, ({ pid }) => pid) : new Map();
  if (lives.size === 0) for (const sample of memory) lives.set(sample.pid, [...(lives.get(sample.pid) ?? []), sample]);
  const longest = [...lives.values()].sort((a, b) => b.length - a.length)[0] ?? [];
  // The first minute fills caches.
  const steady = longest.filter(({ atMs }) => atMs - longest[0].atMs > 60_000);
  if (steady.length < 120) return null;
  const mean = (of) => steady.reduce((total, sample) => total + of(sample), 0) / steady.length;
  const [x, y] = [mean(({ atMs }) => atMs), mean(({ bytes }) => bytes)];
  const slope = mean(({ atMs, bytes }) => (atMs - x) * (bytes - y)) / mean(({ atMs }) => (atMs - x) ** 2);
  return Number(((slope * 3_600_000) / y).toFixed(4));
}

function judge(report) {
  const short = [];
  if (!isOver) short.push('the show did not end within 20 s');
  if (report.pictureLooks === 0) short.push('no picture was ever seen');
  if (report.sessionsToldAndNotInTheJournal > 0) short.push('sessions are missing in the journal');
  if (report.processesLeft.length > 0) short.push(`processes left: ${report.processesLeft.join(', ')}`);
  if (report.profilesLeft.length > 0) short.push(`profiles left: ${report.profilesLeft.join(', ')}`);
  return short;
}
