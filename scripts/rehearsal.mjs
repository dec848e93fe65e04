// Makes film/rehearsal.csv, the trace that a show without a camera plays: over half an hour of a gallery, seven visits.
// `node scripts/rehearsal.mjs` writes the same file each time; a test of the project holds the two together.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const EMOTIONS = ['anger', 'disgust', 'fear', 'happiness', 'sadness', 'surprise', 'calm'];
const STEP_S = 1;
/** Seconds that a visitor's face takes to change from one mood to the next. */
const CHANGE_S = 1.5;

/**
 * Each visit: after how many empty seconds it begins, and what is felt for how many seconds. Each leads another way through the
 * weather film; the fourth visitor walks away, the last two come together and one of them leaves first.
 */
const VISITS = [
  {
    after: 3,
    viewers: [
      [
        ['calm', 14],
        ['happiness', 320],
      ],
    ],
  },
  {
    after: 14,
    viewers: [
      [
        ['calm', 9],
        ['sadness', 170],
        ['calm', 150],
      ],
    ],
  },
  {
    after: 12,
    viewers: [
      [
        ['anger', 150],
        ['fear', 100],
        ['calm', 80],
      ],
    ],
  },
  {
    after: 13,
    viewers: [
      [
        ['calm', 8],
        ['fear', 50],
      ],
    ],
  },
  {
    after: 15,
    viewers: [
      [
        ['calm', 10],
        ['disgust', 120],
        ['surprise', 12],
        ['happiness', 200],
      ],
    ],
  },
  {
    after: 12,
    viewers: [[['calm', 330]]],
  },
  {
    after: 14,
    viewers: [
      [
        ['calm', 40],
        ['sadness', 60],
        ['surprise', 8],
        ['calm', 220],
      ],
      [
        ['calm', 60],
        ['happiness', 120],
      ],
    ],
  },
];

/** Numbers from 0 to 1 by a seed (a linear congruential generator; Numerical Recipes' constants). */
function diceOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** A face that shows a mood: most of it, the rest calm, and a little of anything. */
function shown(mood, strength) {
  const rest = (1 - strength) / 2;
  return EMOTIONS.map((emotion) => (emotion === mood ? strength : 0) + (emotion === 'calm' ? rest : 0) + rest / 7);
}

/** The scores at each step of one viewer's stay, moods flowing into each other, each reading with its noise. */
function scoresOf(course, roll) {
  const strength = 0.68 + 0.2 * roll();
  const rows = [];
  let felt = shown('calm', 0.85);
  for (const [mood, seconds] of course) {
    const goal = shown(mood, strength);
    for (let step = 0; step < seconds / STEP_S; step++) {
      felt = felt.map((value, index) => value + (goal[index] - value) * Math.min(1, (2 * STEP_S) / CHANGE_S));
      const noisy = felt.map((value) => value * Math.exp(0.25 * (roll() + roll() + roll() - 1.5)));
      const sum = noisy.reduce((a, b) => a + b, 0);
      rows.push(noisy.map((value) => value / sum));
    }
  }
  return rows;
}

/** The whole file. */
export function rehearsal() {
  const roll = diceOf(2018);
  const lines = [`seconds,viewer,${EMOTIONS.join(',')}`];
  let second = 0;
  let viewer = 0;
  for (const { after, viewers } of VISITS) {
    for (let step = 0; step < after / STEP_S; step++) lines.push(`${second + step * STEP_S},,,,,,,,`);
    second += after;
    const stays = viewers.map((course) => ({ name: ++viewer, rows: scoresOf(course, roll) }));
    const steps = Math.max(...stays.map(({ rows }) => rows.length));
    for (let step = 0; step < steps; step++) {
      for (const { name, rows } of stays) {
        if (rows[step] !== undefined) {
          lines.push(`${second + step * STEP_S},${name},${rows[step].map((value) => value.toFixed(3)).join(',')}`);
        }
      }
    }
    second += steps * STEP_S;
  }
  for (let step = 0; step < 8 / STEP_S; step++) lines.push(`${second + step * STEP_S},,,,,,,,`);
  return `${lines.join('\n')}\n`;
}

const file = fileURLToPath(import.meta.url);
if (process.argv[1] === file) writeFileSync(join(dirname(file), '..', 'film', 'rehearsal.csv'), rehearsal());
