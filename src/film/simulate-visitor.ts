import { EMOTIONS, scoresFrom, type Emotion } from '../protocol/emotions.ts';
import type { Box, Reading } from '../protocol/reading.ts';
import { RandomStream } from './random-stream.ts';
import type { Temperament } from './simulate-temperament.ts';
import type { Feed } from './simulate-visit.ts';

/** A face of 0.3 of the frame's height, in its middle. It does not move: a simulated room never takes it for a picture. */
const FRAME = { width: 640, height: 480 } as const;
const BOX: Box = [248, 168, 144, 144];
/** Each visitor shows up to so much more or less than the temperament says. */
const SPREAD = 1 / 3;
/** Of what a face does not show of its mood, so much is read as calm and the rest as anything. */
const CALM_SHARE = 0.7;

/** How long a visitor's face rests before the first mood: the time in which an arrival is noticed. */
const RESTING_MS = 2000;

const CALM = EMOTIONS.indexOf('calm');

/** One visitor of a temperament: what a camera reads of them. The same seed and number give the same visitor. */
export function simulatedVisitor(temperament: Temperament, seed: number, visitor: number): Feed {
  const random = new RandomStream(seed, 'visitor', visitor);
  const moods = (Object.entries(temperament.weights) as [Emotion, number][]).filter(([, weight]) => weight > 0);
  const strength = Math.min(1, temperament.strength * (1 + SPREAD * (2 * random.next() - 1)));
  const staysMs = temperament.leaving > 0 ? random.exponential(60_000 / temperament.leaving) : Infinity;
  // Everybody comes with a resting face: that is what the opening learns.
  let mood = CALM;
  let untilMs = RESTING_MS;
  return {
    perSecond: temperament.rate,
    endMs: staysMs,
    readingAt: (atMs) => {
      while (atMs >= untilMs) {
        mood = EMOTIONS.indexOf(random.pick(moods) ?? 'calm');
        untilMs += random.exponential(temperament.steady * 1000);
      }
      return atMs >= staysMs ? emptyReading(atMs) : faceReading(atMs, shown(mood, strength, temperament.noise, random));
    },
  };
}

/** What one reading says: the mood's share, a calm rest, and noise on each. */
function shown(mood: number, strength: number, noise: number, random: RandomStream): readonly number[] {
  const rest = (1 - strength) * (1 - CALM_SHARE) * (1 / EMOTIONS.length);
  const values: number[] = [];
  for (let index = 0; index < EMOTIONS.length; index++) {
    const share = (index === mood ? strength : 0) + (index === CALM ? (1 - strength) * CALM_SHARE : 0) + rest;
    values.push(noise > 0 ? share * Math.exp(noise * random.normal()) : share);
  }
  return values;
}

function faceReading(atMs: number, values: readonly number[]): Reading {
  return {
    type: 'reading',
    capturedAtMs: atMs,
    frameWidth: FRAME.width,
    frameHeight: FRAME.height,
    faces: [{ box: BOX, scores: scoresFrom(values), quality: 1, detection: 1 }],
    tookMs: 0,
  };
}

function emptyReading(atMs: number): Reading {
  return {
    type: 'reading',
    capturedAtMs: atMs,
    frameWidth: FRAME.width,
    frameHeight: FRAME.height,
    faces: [],
    tookMs: 0,
  };
}
