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

/**
 * A CSV file in the form of FER2013: `emotion,pixels,Usage`, the emotion as its number (0 anger ... 6 calm), 2304 grey
 * values. `usage` keeps one part, such as `PrivateTest`. Rows that do not hold a picture are told and left out.
 */
export async function samplesOfCsv(
  path: string,
  usage: string | undefined,
  note: (line: string) => void,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const rows = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  let row = 0;
  for await (const line of rows) {
    row += 1;
    const [first = '', second = '', third = ''] = line.split(',').map((cell) => cell.replaceAll('"', '').trim());
    if (row === 1 && Number.isNaN(Number(first))) continue;
    if (line.trim() === '' || (usage !== undefined && third !== usage)) continue;
    const label = EMOTIONS[Number(first)] ?? emotionFromWord(first);
    const values = second.split(' ').map(Number);
    const isPicture = values.length === FER_SIDE * FER_SIDE && values.every((value) => value >= 0 && value <= 255);
    if (label === undefined || !isPicture) {
      note(`${path} row ${row}: not "emotion,pixels,Usage", left out`);
      continue;
    }
    const name = `${path} row ${row}`;
    samples.push({ label, name, sequence: name, subject: name, pixels: Uint8Array.from(values) });
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
