// `npm run soak -- --minutes 3 --seed 5 [--json FILE]`: plays "Weather" unattended before a recorded camera and does it
// harm, at random from the seed; then says what that cost. Exit 1 where a goal is missed, and which. Linux only: it looks
// into /proc. `--timing report` tells times without judging them, for machines that do other things as well.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build.mjs';
import { CLOCK_SHIFT, FAULTS } from './soak/faults.mjs';
import { Kiosk } from './soak/kiosk.mjs';
import { handlesOf, ofSoak, parts } from './soak/processes.mjs';
import { bagOf, randomOf } from './soak/random.mjs';
import { judge, samplesOf, sum } from './soak/report.mjs';
import { camera, freePort, wrapper } from './soak/room.mjs';
import { pause, watchPicture } from './soak/watch-picture.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    calm: { type: 'boolean', default: false },
    only: { type: 'string' },
    timing: { type: 'string', default: 'judge' },
    json: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed);
const chosen = FAULTS.filter(({ name }) => values.only === undefined || name.includes(values.only));
const isKnown = ['judge', 'report'].includes(values.timing) && chosen.length > 0;
if (!(minutes > 0) || !Number.isInteger(seed) || !isKnown || process.platform !== 'linux') {
  console.error(
    'usage: npm run soak -- --minutes N --seed N [--calm] [--only FAULT] [--timing judge|report] [--json FILE]   (Linux)',
  );
  process.exit(2);
}
const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'mien-soak-'));
/** Between two faults, milliseconds: the show has time to come back, and then some. */
const EVERY_MS = [8000, 16_000];
/** The show has found its feet, and a browser stands by. */
const FIRST_MS = 20_000;
/** After the last fault. */
const QUIET_MS = 12_000;

await buildIfStale();
const random = randomOf(seed);
const films = ['weather', 'weather-again'];
for (const name of films) cpSync(join(root, 'film/weather'), join(scratch, name), { recursive: true });
const film = join(scratch, films[0]);
const port = await freePort();
const consolePort = await freePort();
const keep = join(scratch, 'keep');
mkdirSync(keep);
const clock = join(scratch, 'clock');
writeFileSync(clock, '0');
const env = {
  ...process.env,
  MIEN_KEEP: keep,
  CHROME_PATH: wrapper(scratch),
  // The machine's time of day as its Node processes see it; moved by a fault.
  NODE_OPTIONS: `--import=${CLOCK_SHIFT}`,
  MIEN_SOAK_CLOCK: clock,
};
const words = ['kiosk', film, '--restart', 'never', '--headless', '--host', 'browser'];
words.push('--camera', await camera(root, scratch), '--port', String(port), '--console', String(consolePort));
const kiosk = new Kiosk([join(root, 'scripts/mien.mjs'), ...words], env);
const watch = watchPicture(scratch);
const samples = [];
const done = [];
const world = { kiosk, scratch, film, films, keep, port, consolePort, random, clock };
const beganAtMs = performance.now();
const endsAtMs = beganAtMs + minutes * 60_000;
const next = bagOf(chosen, random);
let nextAtMs = beganAtMs + FIRST_MS;
while (performance.now() < endsAtMs) {
  await pause(500);
  const { main, supervisor } = parts(kiosk.pid, scratch);
  const atMs = performance.now();
  const supervisorHandles = handlesOf(supervisor?.pid);
  if (main !== undefined) {
    const handles = handlesOf(main.pid);
    samples.push({ pid: main.pid, supervisor: kiosk.pid, atMs, bytes: main.rssBytes, handles, supervisorHandles });
  }
  if (values.calm || performance.now() < nextAtMs || endsAtMs - performance.now() < QUIET_MS) continue;
  const mayEndMain = performance.now() - beganAtMs < (minutes * 60_000) / 3;
  const fault = next(({ endsMain }) => mayEndMain || !endsMain);
  if (fault === undefined) continue;
  watch.after(fault.name);
  const line = await fault.act(world).catch((error) => `${fault.name}: could not be done: ${error.message}`);
  if (line !== null) {
    done.push(line);
    if (process.env.MIEN_SOAK_TELL) console.error(`${new Date().toISOString()} ${line}`);
  }
  nextAtMs = performance.now() + EVERY_MS[0] + random() * (EVERY_MS[1] - EVERY_MS[0]);
}
const picture = await watch.stop();
const endsInTime = await kiosk.end();
await pause(1000);
// Whoever was started by the soak, or by what it started, has its folder in the environment.
const processesLeft = ofSoak(scratch);
const owners = new Set([...kiosk.pids, ...samples.map(({ pid }) => pid)]);
const profilesLeft = readdirSync(tmpdir()).filter((name) => owners.has(Number(/^mien-stage-(\d+)-/.exec(name)?.[1])));
for (const { pid } of processesLeft) process.kill(pid, 'SIGKILL');
const report = {
  minutes,
  seed,
  done,
  ...sum(join(keep, 'journal'), kiosk.log),
  ...picture,
  ...samplesOf(samples),
  endsInTime,
  processesLeft: processesLeft.map((of) => of.words.slice(0, 3).join(' ')),
  profilesLeft,
};
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
if (process.env.MIEN_SOAK_TELL) writeFileSync(process.env.MIEN_SOAK_TELL, kiosk.log);
rmSync(scratch, { recursive: true, force: true });
for (const [name, value] of Object.entries(report))
  console.log(`${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`);
const failed = judge(report, values.timing === 'judge');
console.log(
  failed.length === 0
    ? `soak: ${minutes} min, seed ${seed}: ok`
    : `soak: ${minutes} min, seed ${seed}: SHORT: ${failed.join('; ')}`,
);
process.exit(failed.length === 0 ? 0 : 1);
