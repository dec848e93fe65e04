import type { StageClip } from '../../protocol/messages.ts';
import type { OpenedSound, SoundReader } from '../sound/sound-readers.ts';
import { ClipSound } from './clip-sound.ts';
import { gainFromDb } from './fades.ts';
import type { Sound } from './sound.ts';

/**
 * A clip whose picture is there and whose sound is not waits for it no longer than this; then it plays silently, and what is
 * late joins in. A file that hangs is given up: a browser has six connections to a server, and the other clips need them.
 */
const PATIENCE_MS = 1500;
/** What joins in is opened from a little ahead of where the picture is: decoding takes its time. */
const JOIN_AHEAD_MS = 200;
/** A file at which the worker falls may be the one that fells it: it is not opened for ever. */
const MOST_DROPS = 2;

interface Fade {
  readonly to: number;
  readonly atMs: number;
  readonly durationMs: number;
}

/** The sound of a clip whose picture comes from elsewhere: opened, decoded and laid on the audio clock by itself. */
export class PairedSound {
  readonly #clip: StageClip;
  readonly #sound: Sound;
  readonly #onSilent: (reason: string) => void;
  #url: string | null = null;
  #opened: OpenedSound | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #reader: SoundReader | null = null;
  #laid: ClipSound | null = null;
  #startMs: number | null = null;
  #fade: Fade | null = null;
  /** The picture has waited long enough: what is opened after that joins in. */
  #isLate = false;
  #over = false;
  #drops = 0;
  /** What the operator is to know once the clip is on. */
  #silence: string | null = null;

  /** @param onSilent told why the clip is on without the sound that it should have. */
  constructor(clip: StageClip, sound: Sound, onSilent: (reason: string) => void) {
    this.#clip = clip;
    this.#sound = sound;
    this.#onSilent = onSilent;
    this.#open(clip.audio?.find(({ name }) => name === sound.track)?.url ?? clip.url);
  }

  #open(url: string | null): void {
    this.#url = url;
    if (url === null) {
      this.#over = true;
      return;
    }
    const opened = this.#sound.readers.open(url, this.#clip, {
      opened: (reader) => this.#thread(reader),
      lost: (reason) => this.#giveUp(reason),
      dropped: () => this.#openAgain(),
      brokeOff: (reason) => this.#fallSilent(reason),
    });
    this.#opened = opened;
    this.#timer = setInterval(() => {
      if (this.#laid?.ready === true) {
        clearInterval(this.#timer);
        return;
      }
      this.#isLate = true;
      opened.hurry();
    }, PATIENCE_MS);
  }

  /** It is the sound of the picture's own file. */
  get #isOwn(): boolean {
    return this.#url === this.#clip.url;
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
    if (reader.undecodable !== null) this.#fallSilent(`this browser cannot decode its sound (${reader.undecodable})`);
    const nowMs = this.#sound.clock.at(performance.now());
    const fromMs = this.#startMs === null ? 0 : Math.max(0, nowMs + JOIN_AHEAD_MS - this.#startMs);
    this.#load(reader, fromMs);
    // It came after its picture had begun: it joins in where the picture is.
    if (this.#startMs !== null) this.#laid?.start(this.#startMs);
    if (this.#fade !== null) this.#laid?.fade(this.#fade.to, this.#fade.atMs, this.#fade.durationMs);
  }

  #load(reader: SoundReader, fromMs: number): void {
    const { gainDb, evenedDb = 0 } = this.#clip;
    // How loud other tracks are nobody has measured.
    const gain = gainFromDb(gainDb + (this.#isOwn ? evenedDb : 0));
    this.#laid = new ClipSound(reader, this.#sound, gain, fromMs);
  }

  /** The clip's first sample is to be heard at this film time. */
  start(atMs: number): void {
    this.#startMs = atMs;
    this.#laid?.start(atMs);
    if (this.#silence !== null) this.#onSilent(this.#silence);
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
    if (this.#reader !== null) this.#load(this.#reader, 0);
  }

  /**
   * A track that is missing, broken, or not the wanted one is no reason for silence: the clip's own sound is heard in its place.
   * Where that cannot be opened there is silence; the picture tells of a file that is missing or broken.
   */
  #giveUp(reason: string): void {
    if (this.#over || this.#laid?.ready === true) return;
    const hasOther = !this.#isOwn && this.#clip.url !== null;
    this.#fallSilent(hasOther ? `its sound track "${this.#sound.track ?? ''}": ${reason}` : reason);
    this.#release();
    if (hasOther) this.#open(this.#clip.url);
    else this.#over = true;
  }

  /** Its worker fell: where it had begun it joins in again. */
  #openAgain(): void {
    if (this.#over) return;
    this.#release();
    this.#drops += 1;
    if (this.#drops <= MOST_DROPS) this.#open(this.#url);
    else {
      this.#over = true;
      this.#fallSilent('what reads it stopped again and again');
    }
  }

  #fallSilent(reason: string): void {
    this.#silence = reason;
    if (this.#startMs !== null) this.#onSilent(reason);
  }

  close(): void {
    this.#over = true;
    this.#release();
  }

  #release(): void {
    clearInterval(this.#timer);
    this.#laid?.close();
    this.#laid = null;
    this.#opened?.close();
    this.#opened = null;
    this.#reader = null;
  }
}
