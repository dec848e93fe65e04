import { mkdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SILENT, type SoundLevels } from '../../film/loudness.ts';
import { measureLoudness } from './measure-loudness.ts';

/** What is known of a film's sound, kept beside the film so that each file is measured once. */
const FOLDER = '.mien';
const FILE = 'loudness.json';

const keptSchema = z.strictObject({
  version: z.literal(1),
  files: z.record(
    z.string(),
    z.strictObject({
      bytes: z.number().int().nonnegative(),
      changedMs: z.number(),
      /** Null where the sound cannot be measured. */
      levels: z.array(z.number().min(SILENT).max(100)).nullable(),
    }),
  ),
});
type Kept = z.infer<typeof keptSchema>;

/** A film's file and where it lies. */
export interface SoundFile {
  readonly file: string;
  readonly path: string;
}

/**
 * How loud files of the film in a folder are, each measured only if its size or its date is another than when it was
 * last measured; a file whose sound cannot be measured is left out. Where nothing can be kept (a film on a disc), all
 * are measured each time. Never throws.
 * @param measures false: what is not known is left out, and nothing is measured.
 */
export async function loudnessOf(
  folder: string,
  files: readonly SoundFile[],
  measures = true,
): Promise<ReadonlyMap<string, SoundLevels>> {
  const kept = await readKept(folder);
  const known = new Map(Object.entries(kept.files));
  const found = new Map<string, SoundLevels>();
  let isNew = false;
  for (const { file, path } of files) {
    const state = await stat(path).catch(() => null);
    if (state === null) continue;
    const { size: bytes, mtimeMs: changedMs } = state;
    let entry = known.get(file);
    const isKnown = entry?.bytes === bytes && entry.changedMs === changedMs;
    // What could not be measured may be by now: with ffmpeg installed.
    if (entry === undefined || !isKnown || (entry.levels === null && measures)) {
      if (!measures) continue;
      const levels = await measureLoudness(path);
      if (isKnown && levels === null) continue;
      entry = { bytes, changedMs, levels: levels === null ? null : [...levels] };
      known.set(file, entry);
      isNew = true;
    }
    if (entry.levels !== null) found.set(file, entry.levels);
  }
  if (isNew) await keep(folder, { version: 1, files: Object.fromEntries(known) });
  return found;
}

async function readKept(folder: string): Promise<Kept> {
  const nothing: Kept = { version: 1, files: {} };
  try {
    const parsed = keptSchema.safeParse(JSON.parse(await readFile(join(folder, FOLDER, FILE), 'utf8')));
    return parsed.success ? parsed.data : nothing;
  } catch {
    return nothing;
  }
}

/** Written beside and moved into place, so that two checks at once do not spoil it. */
async function keep(folder: string, kept: Kept): Promise<void> {
  try {
    const own = join(folder, FOLDER);
    await mkdir(own, { recursive: true });
    // A link that leaves the film's folder is not followed.
    if ((await realpath(own)) !== own) return;
    const next = join(own, `${FILE}.${process.pid}`);
    await writeFile(next, JSON.stringify(kept));
    await rename(next, join(own, FILE));
  } catch {
    // Read-only: measured again the next time.
  }
}
