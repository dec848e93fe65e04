import { SoundFile } from './sound-file.ts';

/** A file that nobody uses stays open for so long: the next choice may want it again. */
const KEPT_MS = 10_000;

/** The files that are open, one for each address, however many clips are parts of it. */
export class SoundFiles {
  readonly #byUrl = new Map<string, SoundFile>();
  readonly #users = new Map<SoundFile, number>();
  readonly #leaving = new Map<SoundFile, ReturnType<typeof setTimeout>>();
  readonly #keptMs: number;

  constructor(keptMs = KEPT_MS) {
    this.#keptMs = keptMs;
  }

  /** The caller gives it back with `release`. */
  take(url: string): SoundFile {
    const file = this.#byUrl.get(url) ?? new SoundFile(url);
    this.#byUrl.set(url, file);
    this.#users.set(file, (this.#users.get(file) ?? 0) + 1);
    clearTimeout(this.#leaving.get(file));
    this.#leaving.delete(file);
    return file;
  }

  release(file: SoundFile): void {
    const users = (this.#users.get(file) ?? 0) - 1;
    this.#users.set(file, users);
    if (users > 0) return;
    if (this.#byUrl.get(file.url) === file) {
      this.#leaving.set(
        file,
        setTimeout(() => this.#close(file), this.#keptMs),
      );
    } else this.#close(file);
  }

  /** It is missing, broken or hangs: who asks for it next has it opened anew. */
  spoil(file: SoundFile): void {
    if (this.#byUrl.get(file.url) === file) this.#byUrl.delete(file.url);
  }

  #close(file: SoundFile): void {
    this.spoil(file);
    clearTimeout(this.#leaving.get(file));
    this.#leaving.delete(file);
    this.#users.delete(file);
    file.dispose();
  }
}
