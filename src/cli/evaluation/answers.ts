import { emptyRoom, moodAt, stepMood } from '../../mood/mood-fold.ts';
import type { ReadingRules } from '../../mood/mood.ts';
import type { Recogniser } from '../../perception/recogniser.ts';
import type { Emotion } from '../../protocol/emotions.ts';
import type { Frame } from '../../protocol/frame-codec.ts';
import type { Reading } from '../../protocol/reading.ts';
import { readPicture } from '../picture-files.ts';
import type { Sample } from './samples.ts';
import type { Answer } from './score-card.ts';
import { within } from './score-card.ts';

export type FacesFlag = 'detect' | 'whole' | 'auto';

/** `auto` takes a picture for one face where its shorter side is under this. */
const WHOLE_UNDER = 100;
const FER_SIDE = 48;
/** Sequences are replayed at a camera's pace. */
const FRAME_MS = 1000 / 15;

async function frameOf(sample: Sample, note: (line: string) => void): Promise<Frame | null> {
  if (sample.pixels !== null) {
    return { capturedAtMs: 0, width: FER_SIDE, height: FER_SIDE, format: 'grey', pixels: sample.pixels };
  }
  const picture = await readPicture(sample.name);
  if (!('refused' in picture)) return picture.frame;
  note(`${sample.name}: ${picture.refused}`);
  return null;
}

function isWhole(frame: Frame, faces: FacesFlag): boolean {
  return faces === 'whole' || (faces === 'auto' && Math.min(frame.width, frame.height) < WHOLE_UNDER);
}

/** What a recogniser says of one picture: the scores of its nearest face. */
export async function answerPicture(
  recogniser: Recogniser,
  sample: Sample,
  emotions: readonly Emotion[],
  faces: FacesFlag,
  note: (line: string) => void,
): Promise<Answer> {
  const frame = await frameOf(sample, note);
  const none: Answer = { label: sample.label, name: sample.name, scores: null };
  if (frame === null) return none;
  const reading = await recogniser.read(frame, { search: isWhole(frame, faces) ? 'whole' : 'thorough' });
  const scores = reading.faces[0]?.scores ?? null;
  return scores === null ? none : { ...none, scores: within(scores, emotions) };
}

/**
 * The mood at the end of a sequence, as a film with these emotions would take it: the frames come at 15 a second, and
 * the viewer's window is one second long, so that it holds the expression and not the resting face before it.
 */
export async function answerSequence(
  recogniser: Recogniser,
  sequence: readonly Sample[],
  emotions: readonly Emotion[],
  faces: FacesFlag,
  note: (line: string) => void,
): Promise<Answer | null> {
  const [first] = sequence;
  if (first === undefined) return null;
  const readings: Reading[] = [];
  for (const [index, sample] of sequence.entries()) {
    const frame = await frameOf(sample, note);
    if (frame === null) continue;
    const search = isWhole(frame, faces) ? 'whole' : 'quick';
    const reading = await recogniser.read(frame, { search });
    readings.push({ ...reading, capturedAtMs: (index + 1) * FRAME_MS });
  }
  const rules: ReadingRules = {
    emotions,
    weights: {},
    windowMs: SEQUENCE_WINDOW_MS,
    confidence: 0,
    margin: 0,
    audience: 'nearest',
    baseline: false,
  };
  let room = emptyRoom();
  for (const reading of readings) room = stepMood(room, reading, reading.capturedAtMs);
  const nowMs = sequence.length * FRAME_MS;
  const mood = moodAt(room, rules, { fromMs: 0, nowMs }, null);
  return { label: first.label, name: first.sequence, scores: mood.scores };
}

const SEQUENCE_WINDOW_MS = 1000;
