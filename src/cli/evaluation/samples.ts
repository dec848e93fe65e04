import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { EMOTIONS, emotionFromWord } from '../../protocol/emotions.ts';
import type { Emotion } from '../../protocol/emotions.ts';
import { picturesBelow } from '../picture-files.ts';

/** One labelled picture. */
export interface Sample {
  readonly label: Emotion;
  /** Path of the file, or the row of a CSV file, for messages. */
  readonly name: string;
  /** The folder that the picture lies in, below its label: one sequence of frames. */
  readonly sequence: string;
  /** Whose face it is, as far as the names tell; pictures of one person never are on both sides of a split. */
  readonly subject: string;
  /** 48x48 grey where the picture came out of a CSV file; else the file is read. */
  readonly pixels: Uint8Array | null;
}

const FER_SIDE = 48;

/** Cohn-Kanade's names begin with the person (`S052_001_00000012`); else the sequence stands for the person. */
function subjectOf(path: string, sequence: string): string {
  const person = /(?:^|[/\\])(S\d{2,4})_/.exec(path);
  return person?.[1] ?? sequence;
}

/** `<folder>/<label>/**`: folder names are emotions or other words for them. Unknown labels are told and left out. */
export async function samplesOfFolder(folder: string, note: (line: string) => void): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const entry of (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const label = emotionFromWord(entry.name);
    if (label === undefined) {
      note(`${join(folder, entry.name)}: "${entry.name}" is no emotion, left out`);
      continue;
    }
    const below = join(folder, entry.name);
    for (const path of await picturesBelow(below)) {
      const inside = dirname(relative(below, path));
      const sequence = inside === '.' ? path : join(entry.name, inside.split(sep).join('/'));
      const subject = subjectOf(path, inside === '.' ? basename(path) : inside);
      samples.push({ label, name: path, sequence, subject, pixels: null });
    }
  }
  return samples;
}

/** Rows that are told one by one; a file that is something else altogether has thousands. */
const TOLD_ROWS = 5;

interface Columns {
  readonly emotion: number;
  readonly pixels: number;
  readonly usage: number;
}

/** FER2013's own order, and that of the copy whose header says `emotion, Usage, pixels`. */
const USUAL: Columns = { emotion: 0, pixels: 1, usage: 2 };

function columnsOf(header: readonly string[]): Columns | null {
  const at = (name: string): number => header.findIndex((cell) => cell.toLowerCase() === name);
  const columns = { emotion: at('emotion'), pixels: at('pixels'), usage: at('usage') };
  return columns.emotion === -1 || columns.pixels === -1 ? null : columns;
}

function labelOf(word: string): Emotion | undefined {
  return /^\d$/u.test(word) ? EMOTIONS[Number(word)] : emotionFromWord(word);
}

function pixelsOf(cell: string): Uint8Array | null {
  const values = cell.split(' ').map(Number);
  const isPicture = values.length === FER_SIDE * FER_SIDE && values.every((value) => value >= 0 && value <= 255);
  return isPicture ? Uint8Array.from(values) : null;
}

/**
 * A CSV file in the form of FER2013: `emotion,pixels,Usage`, the emotion as its number (0 anger ... 6 calm) or its name,
 * 2304 grey values. `usage` keeps one part, such as `PrivateTest`. Rows that do not hold a picture are told and left out.
 */
export async function samplesOfCsv(
  path: string,
  usage: string | undefined,
  note: (line: string) => void,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const rows = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  const usages = new Set<string>();
  let columns = USUAL;
  let row = 0;
  let wrong = 0;
  for await (const line of rows) {
    row += 1;
    const cells = line.split(',').map((cell) => cell.replaceAll(/["\uFEFF]/gu, '').trim());
    const header = row === 1 ? columnsOf(cells) : null;
    if (header !== null) columns = header;
    if (header !== null || line.trim() === '') continue;
    const part = cells[columns.usage] ?? '';
    const label = labelOf(cells[columns.emotion] ?? '');
    const pixels = pixelsOf(cells[columns.pixels] ?? '');
    if (label === undefined || pixels === null) {
      wrong += 1;
      if (wrong <= TOLD_ROWS) note(`${path} row ${row}: not "emotion,pixels,Usage", left out`);
      continue;
    }
    usages.add(part);
    if (usage !== undefined && part !== usage) continue;
    const name = `${path} row ${row}`;
    samples.push({ label, name, sequence: name, subject: name, pixels });
  }
  if (wrong > TOLD_ROWS) note(`${path}: ${wrong - TOLD_ROWS} more rows like that`);
  if (samples.length === 0 && usages.size > 0) {
    note(`${path}: no row has the usage "${usage ?? ''}"; there are ${[...usages].join(', ')}`);
  }
  return samples;
}

/** The frames of each sequence, in order of name. */
export function sequencesOf(samples: readonly Sample[]): readonly (readonly Sample[])[] {
  const sequences = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = `${sample.label}/${sample.sequence}`;
    const frames = sequences.get(key);
    if (frames === undefined) sequences.set(key, [sample]);
    else frames.push(sample);
  }
  return [...sequences.values()];
}
