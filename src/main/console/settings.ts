import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { readingZoneSchema } from '../../protocol/reading-zone.ts';
import { writeAtomically } from '../atomic-file.ts';

/** What the operator has set at the console: it outlasts a restart, and goes before the command line. */
const settingsSchema = z.strictObject({
  volume: z.number().min(0).max(1).optional(),
  subtitles: z.string().nullable().optional(),
  soundTrack: z.string().nullable().optional(),
  /** Label of a camera; null: whichever there is. */
  camera: z.string().nullable().optional(),
  recogniser: z.string().optional(),
  zone: readingZoneSchema.nullable().optional(),
  /** A staged version of a film: the folder that the show was started with, and where the version lies. */
  film: z.strictObject({ of: z.string(), staged: z.string(), name: z.string() }).optional(),
  /** What played before it, or before the show went back to its own film. */
  filmBefore: z.strictObject({ of: z.string(), folder: z.string(), name: z.string() }).optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

const fileSchema = z.strictObject({ version: z.literal(1), settings: settingsSchema });

/** Longest file that is read. */
const LONGEST = 64 * 1024;

export const settingsPath = (folder: string): string => join(folder, 'settings.json');

/** The operator's settings; none where there is no file, or no file of ours. Never rejects. */
export async function readSettings(folder: string | null): Promise<Settings> {
  if (folder === null) return {};
  const text = await readFile(settingsPath(folder), 'utf8').catch(() => '');
  try {
    const parsed = fileSchema.safeParse(text.length > LONGEST ? null : JSON.parse(text));
    return parsed.success ? parsed.data.settings : {};
  } catch {
    return {};
  }
}

/** Which version of a film plays, by name, and which one did before it. */
export function versionsOf(
  film: string,
  { film: chosen, filmBefore }: Settings,
): { readonly name: string; readonly before: NonNullable<Settings['filmBefore']> | null } {
  return {
    name: chosen?.of === film ? chosen.name : basename(film),
    before: filmBefore?.of === film ? filmBefore : null,
  };
}

/** Keeps settings, one write after the other. A disk that takes none costs the settings at the next start. */
export class KeptSettings {
  readonly #folder: string | null;
  readonly #onFailure: (reason: string) => void;
  #settings: Settings;
  #writing: Promise<void> = Promise.resolve();

  /** @param folder null: nothing is kept. */
  constructor(folder: string | null, settings: Settings, onFailure: (reason: string) => void) {
    this.#folder = folder;
    this.#settings = settings;
    this.#onFailure = onFailure;
  }

  get now(): Settings {
    return this.#settings;
  }

  set(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    const folder = this.#folder;
    if (folder === null) return;
    const text = JSON.stringify({ version: 1, settings: this.#settings }, null, 2);
    this.#writing = this.#writing
      .then(() => writeAtomically(settingsPath(folder), `${text}\n`))
      .catch((error: unknown) => this.#onFailure(error instanceof Error ? error.message : String(error)));
  }

  async settled(): Promise<void> {
    await this.#writing;
  }
}
