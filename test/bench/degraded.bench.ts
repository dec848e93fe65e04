import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { FRAME } from '../../src/main/show-options.ts';
import { openRecogniser } from '../../src/perception/choose-recogniser.ts';
import { ownModelsFolder } from '../../src/perception/model-files.ts';
import type { Recogniser } from '../../src/perception/recogniser.ts';
import type { Emotion, Scores } from '../../src/protocol/emotions.ts';
import { EMOTIONS } from '../../src/protocol/emotions.ts';
import type { Frame } from '../../src/protocol/frame-codec.ts';
import type { Box, Face } from '../../src/protocol/reading.ts';
import { PHOTOS, dataFolder, frameOf, toI420 } from '../unit/perception/photos.ts';
import type { Damage, Grey } from './damage.ts';
import { damagesAt, facePixelsAt } from './damage.ts';
import type { BenchGroup, BenchResult } from './measure.ts';

/** It reads a thousand frames: minutes. */
export const onlyWhenAsked = true;

/** What the show asks cameras for, and what old ones give. */
const SIZES: readonly Size[] = [
  { width: FRAME.width, height: FRAME.height },
  { width: 640, height: 480 },
];
/** Around a face, in sides of its box: room for the detector, and for the cut. */
const SURROUNDINGS = 2.6;
/** A face whose box is under this in its own photo is itself far away: nothing clean to compare with. */
const LEAST_CLEAN = 60;

interface Size {
  readonly width: number;
  readonly height: number;
}

interface CleanFace {
  readonly file: string;
  readonly box: Box;
  readonly scores: Scores;
}

/** How well the default recogniser's answer holds when a face is far, dark, noisy or blurred, against the clean picture. */
export async function bench(): Promise<BenchGroup> {
  const opened = await openRecogniser('onnx', { modelsFolder: ownModelsFolder(), threads: 1 });
  if (!opened.ok) throw new Error('onnx does not open');
  const { recogniser } = opened;
  const faces = await cleanFaces(recogniser);
  const results: BenchResult[] = [];
  for (const size of SIZES) {
    for (const damage of damagesAt(size.width)) results.push(...(await measure(recogniser, faces, damage, size)));
  }
  await recogniser.close();
  return { results, ratios: [] };
}

function pictures(): readonly string[] {
  const data = dataFolder();
  if (data === undefined) process.stderr.write('degraded: without ../shared/data only the photos of the packages\n');
  const posed = data === undefined ? [] : sequencesIn(join(data, 'faces')).flatMap(restAndApex);
  return [...PHOTOS, ...posed];
}

function sequencesIn(folder: string): readonly string[] {
  const inside = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
  return inside
    .flatMap((path) => (statSync(path).isDirectory() ? sequencesIn(path) : []))
    .concat(inside.some((path) => /\.(png|jpe?g)$/i.test(path)) ? [folder] : []);
}

function restAndApex(folder: string): readonly string[] {
  const frames = readdirSync(folder)
    .filter((name) => /\.(png|jpe?g)$/i.test(name))
    .sort();
  return [frames[0], frames.at(-1)].flatMap((name) => (name === undefined ? [] : [join(folder, name)]));
}

async function cleanFaces(recogniser: Recogniser): Promise<readonly CleanFace[]> {
  const found: CleanFace[] = [];
  for (const file of pictures()) {
    const { faces } = await recogniser.read(await frameOf(file), { search: 'thorough' });
    for (const { box, scores } of faces) {
      if (scores !== null && Math.min(box[2], box[3]) >= LEAST_CLEAN) found.push({ file, box, scores });
    }
  }
  return found;
}

/** A face in a frame of a wide webcam at a distance, its surroundings around it, grey beyond. */
async function frameAt(face: CleanFace, metres: number, size: Size): Promise<Grey> {
  const side = Math.max(face.box[2], face.box[3]);
  const { data, info } = await sharp(face.file)
    .removeAlpha()
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const reach = Math.round((side * SURROUNDINGS) / 2);
  const middle = (at: 0 | 1): number => Math.round(face.box[at] + face.box[at === 0 ? 2 : 3] / 2);
  const from = (at: 0 | 1): number => Math.max(0, middle(at) - reach);
  const left = from(0);
  const top = from(1);
  const part = {
    left,
    top,
    width: Math.min(info.width, middle(0) + reach) - left,
    height: Math.min(info.height, middle(1) + reach) - top,
  };
  const scale = Math.min(facePixelsAt(metres, size.width) / side, size.width / part.width, size.height / part.height);
  const width = Math.max(8, Math.round(part.width * scale));
  const height = Math.max(8, Math.round(part.height * scale));
  const small = await sharp(data, { raw: { width: info.width, height: info.height, channels: 1 } })
    .extract(part)
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const pixels = new Float64Array(size.width * size.height).fill(96);
  const x0 = Math.floor((size.width - width) / 2);
  const y0 = Math.floor((size.height - height) / 2);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) pixels[(y0 + y) * size.width + x0 + x] = small[y * width + x] ?? 0;
  }
  return { pixels, ...size };
}

function toFrame(grey: Grey): Frame {
  const pixels = new Uint8Array(grey.width * grey.height * 4).fill(255);
  grey.pixels.forEach((value, index) =>
    pixels.fill(Math.max(0, Math.min(255, Math.round(value))), index * 4, index * 4 + 3),
  );
  return toI420({ capturedAtMs: 0, width: grey.width, height: grey.height, format: 'rgba', pixels });
}

function best(scores: Scores): Emotion {
  return EMOTIONS.reduce((most, emotion) => (scores[emotion] > scores[most] ? emotion : most));
}

/** What two answers share of one another: 1 where they are the same, 0 where they have nothing in common. */
function agreement(a: Scores, b: Scores): number {
  return EMOTIONS.reduce((sum, emotion) => sum + Math.min(a[emotion], b[emotion]), 0);
}

/** The face in the middle of the frame. */
function central(faces: readonly Face[], { width, height }: Size): Face | undefined {
  const off = ({ box }: Face): number => Math.hypot(box[0] + box[2] / 2 - width / 2, box[1] + box[3] / 2 - height / 2);
  return [...faces].sort((a, b) => off(a) - off(b)).find((face) => off(face) < Math.max(face.box[2], face.box[3]));
}

async function measure(
  recogniser: Recogniser,
  faces: readonly CleanFace[],
  damage: Damage,
  size: Size,
): Promise<readonly BenchResult[]> {
  let found = 0;
  let same = 0;
  let shared = 0;
  for (const [index, face] of faces.entries()) {
    const frame = toFrame(damage.apply(await frameAt(face, damage.metres, size), index));
    const seen = central((await recogniser.read(frame, { search: 'thorough' })).faces, size);
    if (seen === undefined || seen.scores === null) continue;
    found += 1;
    if (best(seen.scores) === best(face.scores)) same += 1;
    shared += agreement(seen.scores, face.scores);
  }
  const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);
  const line = (name: string, n: number, value: number): BenchResult => ({
    name: `${size.width}x${size.height}: ${name}`,
    unit: '%',
    n,
    p50: value,
    p95: value,
  });
  return [
    line(`${damage.name}: found`, faces.length, percent(found, faces.length)),
    line(`${damage.name}: same emotion`, found, percent(same, found)),
    line(`${damage.name}: same scores`, found, percent(shared, found)),
  ];
}
