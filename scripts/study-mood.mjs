// How window, confidence, margin and resting face decide on posed sequences: prints the tables of docs/mood.md.
//   npx mien read --json <folder of label/sequence/pictures> | node scripts/study-mood.mjs
// Each sequence is played as a visit: 4 s of its first picture while the opening plays, 2 s of it in the scene, then its
// pictures at 15 a second and the last one held, until the scene ends 6 s after it began. Read at 15 readings a second.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const EMOTIONS = ['anger', 'disgust', 'fear', 'happiness', 'sadness', 'surprise', 'calm'];
const FILMS = [
  ['happiness', 'sadness', 'calm'],
  ['anger', 'fear', 'calm'],
  ['happiness', 'disgust', 'surprise'],
  EMOTIONS,
];
const PER_SECOND = 15;
const OPENING_MS = 4000;
const REST_MS = 2000;
const SCENE_MS = 6000;

const { emptyRoom, learnBaseline, moodAt, stepMood } = await moodRoom();
const sequences = await sequencesFrom(process.stdin);
if (sequences.length === 0) {
  process.stderr.write('no sequences: pipe the output of `npx mien read --json <folder>` into this command\n');
  process.exit(1);
}
process.stdout.write(
  `${sequences.length} sequences\n\nMean of the first pictures: ${EMOTIONS.map(restOf).join(', ')}\n`,
);

table('window, seconds', [1, 2, 3, 4, 6, 8], (windowS) => ({ windowMs: windowS * 1000 }));
table('confidence', [0, 0.3, 0.4, 0.5, 0.6, 0.8], (confidence) => ({ confidence }));
table('margin', [0, 0.05, 0.1, 0.2, 0.3], (margin) => ({ margin }));
table('baseline', [true, false], (baseline) => ({ baseline }));

function restOf(emotion) {
  const sum = sequences.reduce((total, { looks }) => total + looks[0].scores[emotion], 0);
  return `${emotion} ${(sum / sequences.length).toFixed(3)}`;
}

/** One table: a row a value, the film's usual rules otherwise. */
function table(name, values, rulesOf) {
  process.stdout.write(
    `\n| ${name} | posed: right | none | wrong | resting: right | none | wrong |\n|---|---|---|---|---|---|---|\n`,
  );
  for (const value of values) {
    const posed = { right: 0, none: 0, wrong: 0 };
    const resting = { right: 0, none: 0, wrong: 0 };
    for (const emotions of FILMS) {
      const rules = {
        emotions,
        weights: {},
        windowMs: 4000,
        confidence: 0.4,
        margin: 0.1,
        audience: 'nearest',
        baseline: true,
        ...rulesOf(value),
      };
      const rest = emotions.includes('calm') ? 'calm' : null;
      for (const sequence of sequences) {
        if (emotions.includes(sequence.label)) count(posed, decide(sequence.looks, rules), sequence.label);
        count(resting, decide(sequence.looks.slice(0, 1), rules), rest);
      }
    }
    const cells = [posed, resting].flatMap(({ right, none, wrong }) => [right, none, wrong]);
    process.stdout.write(`| ${value} | ${cells.join(' | ')} |\n`);
  }
}

function count(tally, dominant, wanted) {
  if (dominant === wanted) tally.right += 1;
  else if (dominant === null) tally.none += 1;
  else tally.wrong += 1;
}

/** What is dominant at the end of the scene. */
function decide(looks, rules) {
  let room = learnBaseline(emptyRoom(), true);
  const endMs = OPENING_MS + SCENE_MS;
  for (let atMs = 0; atMs <= endMs; atMs += 1000 / PER_SECOND) {
    room = learnBaseline(room, atMs < OPENING_MS);
    const since = atMs - OPENING_MS - REST_MS;
    const look = looks[Math.min(looks.length - 1, Math.max(0, Math.floor((since * PER_SECOND) / 1000)))];
    const face = { box: look.box, scores: look.scores, quality: look.quality, detection: 1 };
    room = stepMood(
      room,
      { type: 'reading', capturedAtMs: atMs, frameWidth: 640, frameHeight: 490, faces: [face], tookMs: 0 },
      atMs,
    );
  }
  return moodAt(room, rules, { fromMs: OPENING_MS, nowMs: endMs }, null).dominant;
}

/** The largest face of each picture, by sequence, in the order of the files. */
async function sequencesFrom(input) {
  const found = new Map();
  for await (const line of createInterface({ input })) {
    const { file, faces } = JSON.parse(line);
    const [face] = [...faces].sort((a, b) => b.box[2] - a.box[2]);
    if (face === undefined || face.legible === false) continue;
    const folder = dirname(file);
    const looks = found.get(folder) ?? [];
    found.set(folder, looks);
    looks.push({ file, box: face.box, scores: face.emotions, quality: face.quality ?? 1 });
  }
  return [...found].map(([folder, looks]) => ({
    label: basename(dirname(folder)),
    looks: looks.sort((a, b) => (a.file < b.file ? -1 : 1)),
  }));
}

/** The room's own code, bundled for Node. */
async function moodRoom() {
  const folder = mkdtempSync(join(tmpdir(), 'mien-study-'));
  try {
    const input = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'mood', 'mood-fold.ts');
    const bundle = await rolldown({ input, logLevel: 'silent' });
    const file = join(folder, 'mood-fold.mjs');
    await bundle.write({ file, format: 'esm' });
    await bundle.close();
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
