import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const FOLDER = '.mien';
const FILE = 'prepared.json';

const keptSchema = z.strictObject({
  version: z.literal(1),
  files: z.record(
    z.string(),
    z.strictObject({ bytes: z.number(), changedMs: z.number(), out: z.string(), how: z.string() }),
  ),
});
type Kept = z.infer<typeof keptSchema>;

/** Which files were prepared, from which state of the original and how: so that a run that was stopped goes on. */
export class DoneBefore {
  readonly #folder: string;
  #kept: Kept;

  private constructor(folder: string, kept: Kept) {
    this.#folder = folder;
    this.#kept = kept;
  }

  static async read(folder: string): Promise<DoneBefore> {
    const text = await readFile(join(folder, FOLDER, FILE), 'utf8').catch(() => '{}');
    let parsed;
    try {
      parsed = keptSchema.safeParse(JSON.parse(text));
    } catch {
      parsed = undefined;
    }
    return new DoneBefore(folder, parsed?.success === true ? parsed.data : { version: 1, files: {} });
  }

  /** Whether a file was made in the same way from the original as it is now, and is still there. */
  async has(file: string, out: string, how: string): Promise<boolean> {
    const entry = this.#kept.files[file];
    const [now, made] = await Promise.all([stateOf(join(this.#folder, file)), stateOf(join(this.#folder, out))]);
    if (entry === undefined || now === null || made === null) return false;
    return entry.out === out && entry.how === how && entry.bytes === now.bytes && entry.changedMs === now.changedMs;
  }

  async note(file: string, out: string, how: string): Promise<void> {
    const now = await stateOf(join(this.#folder, file));
    if (now === null) return;
    // What was made of another file under this name is gone.
    const others = Object.entries(this.#kept.files).filter(([, entry]) => entry.out !== out);
    this.#kept = { version: 1, files: { ...Object.fromEntries(others), [file]: { ...now, out, how } } };
    await mkdir(join(this.#folder, FOLDER), { recursive: true });
    const path = join(this.#folder, FOLDER, FILE);
    await writeFile(`${path}.${process.pid}`, JSON.stringify(this.#kept));
    await rename(`${path}.${process.pid}`, path);
  }
}

async function stateOf(path: string): Promise<{ readonly bytes: number; readonly changedMs: number } | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : { bytes: found.size, changedMs: found.mtimeMs };
}
