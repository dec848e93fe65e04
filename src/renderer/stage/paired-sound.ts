import type { StageClip } from '../../protocol/messages.ts';
import { ClipSound } from './clip-sound.ts';
import { gainFromDb } from './fades.ts';
import type { Sound } from './sound.ts';
import { openInput, readSound, type SoundReader } from './sound-reader.ts';

/**
 * A clip whose picture is there and whose sound is not waits for it no longer than this; then it plays silently. A file
 * that hangs must not keep connections: a browser has six to a server, and the other clips need them.
 */
const PATIENCE_MS = 1500;

interface Fade {
  readonly to: number;
  readonly atMs: number;
  readonly durationMs: number;
}

/** The sound of a clip whose picture comes from elsewhere: opened, decoded and laid on the audio clock by itself. */
export class PairedSound {
  readonly #clip: StageClip;
  readonly #sound: Sound;
  /** It is the sound of the picture's own file. */
  #isOwn = false;
  #input: ReturnType<typeof openInput> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reader: SoundReader | null = null;
  #laid: ClipSound | null = null;
  #startMs: number | null = null;
  #fade: Fade | null = null;
  /** The picture has waited long enough: what is opened after that joins in. */
  #isLate = false;
  #over = false;

  constructor(clip: StageClip, sound: Sound) {
    this.#clip = clip;
    this.#sound = sound;
    this.#open(clip.audio?.find(({ name }) => name === sound.track)?.url ?? clip.url);
  }

  #open(url: string | null): void {
    if (url === null) {
      this.#over = true;
      return;
    }
    this.#isOwn = url === this.#clip.url;
    const input = openInput(url);
    this.#input = input;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isLate = true;
      this.#giveUp();
    }, PATIENCE_MS);
    readSound(input, this.#clip).then(
      (reader) => {
        if (this.#input === input) this.#thread(reader);
      },
      () => {
        if (this.#input === input) this.#giveUp();
      },
    );
  }

  /** It can begin at once, or will not be waited for. */
  get settled(): boolean {
    return this.#over || this.#isLate || this.#laid?.ready === true;
  }

  /** Where the file's picture ends, milliseconds, once that is known. */
  get pictureEndMs(): number | null {
    const seconds = this.#isOwn ? (this.#reader?.pictureEndSeconds ?? null) : null;
    return seconds === null ? null : seconds * 1000;
  }

  /** What is wrong with the clip's own file; null where nothing is, or it is not known yet. */
  get fault(): string | null {
    return this.#isOwn ? (this.#reader?.fault ?? null) : null;
  }

  #thread(reader: SoundReader): void {
    if (this.#over) return;
    this.#reader = reader;
    this.#load(reader);
    // It came after its picture had begun: it joins in where the picture is.
    if (this.#startMs !== null) this.#laid?.start(this.#startMs);
    if (this.#fade !== null) this.#laid?.fade(this.#fade.to, this.#fade.atMs, this.#fade.durationMs);
  }

  #load(reader: SoundReader): void {
    this.#laid = new ClipSound(reader, this.#sound, gainFromDb(this.#clip.gainDb));
  }

  /** The clip's first sample is to be heard at this film time. */
  start(atMs: number): void {
    this.#startMs = atMs;
    this.#laid?.start(atMs);
  }

  tick(nowMs: number): void {
    if (this.#startMs !== null) this.#laid?.tick(nowMs);
  }

  fade(to: number, atMs: number, durationMs: number): void {
    this.#fade = { to, atMs, durationMs };
    this.#laid?.fade(to, atMs, durationMs);
  }

  /** Back to the clip's beginning, silent. */
  rewind(): void {
    this.#startMs = null;
    this.#fade = null;
    this.#laid?.close();
    this.#laid = null;
    if (this.#reader !== null) this.#load(this.#reader);
  }

  /**
   * A track that is missing, broken, or not the wanted one is no reason for silence: the clip's own sound is heard in its place.
   * Where that cannot be opened there is silence; the picture tells of a file that is missing or broken.
   */
  #giveUp(): void {
    if (this.#over || this.#laid?.ready === true) return;
    const hasOther = !this.#isOwn && this.#clip.url !== null;
    this.#release();
    if (hasOther) this.#open(this.#clip.url);
    else this.#over = true;
  }

  close(): void {
    this.#over = true;
    this.#release();
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#laid?.close();
    this.#laid = null;
    this.#input?.dispose();
    this.#input = null;
    this.#reader = null;
  }
}
