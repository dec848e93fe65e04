import type { Recogniser } from '../../perception/recogniser.ts';
import type { Emotion } from '../../protocol/emotions.ts';
import type { Frame } from '../../protocol/frame-codec.ts';
import type { Reading } from '../../protocol/reading.ts';
import { readPicture } from '../picture-files.ts';
import type { Sample } from './samples.ts';
import type { Answer } from './score-card.ts';
import { within } from './score-card.ts';
import { moodAtEnd, type SequenceReadings } from './sequence-visit.ts';

export type FacesFlag = 'detect' | 'whole' | 'auto';

/** `auto` takes a picture for one face where its shorter side is under this. */
const WHOLE_UNDER = 100;
const FER_SIDE = 48;

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
  const none: Answer = { label: sample.label, name: sample.name, pixels: sample.pixels, scores: null };
  if (frame === null) return none;
  const reading = await recogniser.read(frame, { search: isWhole(frame, faces) ? 'whole' : 'thorough' });
  const scores = reading.faces[0]?.scores ?? null;
  return scores === null ? none : { ...none, scores: within(scores, emotions) };
}

/** Looks at a picture that stands still: as many as may take turns on a camera (two networks, each with four looks). */
const STILL_LOOKS = 8;

/** What a camera would see of a sequence; null where none of its pictures can be opened. */
export async function readSequence(
  recogniser: Recogniser,
  sequence: readonly Sample[],
  faces: FacesFlag,
  note: (line: string) => void,
): Promise<SequenceReadings | null> {
  const frames: Frame[] = [];
  for (const sample of sequence) {
    const frame = await frameOf(sample, note);
    if (frame !== null) frames.push(frame);
  }
  const [first, last] = [frames[0], frames.at(-1)];
  if (first === undefined || last === undefined) return null;
  const read = async (looks: readonly Frame[]): Promise<readonly Reading[]> => {
    const readings: Reading[] = [];
    for (const frame of looks) {
      readings.push(await recogniser.read(frame, { search: isWhole(frame, faces) ? 'whole' : 'quick' }));
    }
    return readings;
  };
  const still = (frame: Frame): readonly Frame[] => Array.from({ length: STILL_LOOKS }, () => frame);
  const opening = await read(still(first));
  const scene = await read(frames);
  return { opening, scene, held: await read(still(last)) };
}

/** The mood at the end of a sequence, as a film with these emotions would take it. */
export async function answerSequence(
  recogniser: Recogniser,
  sequence: readonly Sample[],
  emotions: readonly Emotion[],
  faces: FacesFlag,
  note: (line: string) => void,
): Promise<Answer | null> {
  const last = sequence.at(-1);
  if (last === undefined) return null;
  const readings = await readSequence(recogniser, sequence, faces, note);
  const scores = readings === null ? null : moodAtEnd(readings, emotions).scores;
  return { label: last.label, name: last.name, pixels: last.pixels, scores };
}
