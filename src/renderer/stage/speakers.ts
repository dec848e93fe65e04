import type { StageToMain } from '../../protocol/messages.ts';

export type SpeakersFact = Extract<StageToMain, { readonly type: 'speakers' }>;

/** An AudioContext that can be sent elsewhere. Chromium has it; the types of the page's library do not know it yet. */
export interface SinkChoice {
  setSinkId(id: string): Promise<void>;
}

/** What of `navigator.mediaDevices` is asked. */
export type Outputs = Pick<MediaDevices, 'enumerateDevices' | 'addEventListener'>;

/** As the protocol has it. */
const LONGEST_WORDS = 200;
const LONGEST_REASON = 300;

/**
 * Sends the film's sound to the device whose name holds some words, or whose id they are, as soon as there is one, and
 * through the system's own meanwhile. Says whenever that changes: a hall that stays silent looks like one that plays.
 */
export class Speakers {
  readonly #context: SinkChoice;
  readonly #outputs: Outputs;
  readonly #onMoved: () => void;
  readonly #tell: (fact: SpeakersFact) => void;
  #words: string | null = null;
  /** The last that was told; null: nothing is known. */
  #told: SpeakersFact | null = null;
  #isElsewhere = false;
  #isLooking = false;
  #isAskedAgain = false;

  /** @param onMoved told when the sound goes to another device, which may have more channels. */
  constructor(context: SinkChoice, outputs: Outputs, onMoved: () => void, tell: (fact: SpeakersFact) => void) {
    this.#context = context;
    this.#outputs = outputs;
    this.#onMoved = onMoved;
    this.#tell = tell;
  }

  /** What is known already is told again: another main may ask. */
  async use(words: string): Promise<void> {
    // A receiver that is switched on after the machine, or again, gets its film.
    if (this.#words === null) this.#outputs.addEventListener('devicechange', () => void this.#look());
    if (words !== this.#words) this.#told = null;
    else if (this.#told !== null) this.#tell(this.#told);
    this.#words = words;
    await this.#look();
  }

  /** Names are told from the moment on at which the page may use a camera, and no event speaks of that. */
  lookAgain(): void {
    if (this.#words !== null && this.#told === null) void this.#look();
  }

  async #look(): Promise<void> {
    this.#isAskedAgain = this.#isLooking;
    if (this.#isLooking) return;
    this.#isLooking = true;
    const missing = await this.#find(this.#words ?? '').catch(
      (error: unknown) => `the browser refused: ${String(error)}`,
    );
    this.#isLooking = false;
    if (this.#isAskedAgain) {
      await this.#look();
      return;
    }
    if (missing !== undefined) this.#say(missing);
  }

  /** @returns why the sound does not go there; null where it does, undefined where the page is told no names. */
  async #find(words: string): Promise<string | null | undefined> {
    const devices = await this.#outputs.enumerateDevices();
    const outputs = devices.filter(({ kind }) => kind === 'audiooutput');
    const found = outputs.find(
      ({ label, deviceId }) => deviceId === words || label.toLowerCase().includes(words.toLowerCase()),
    );
    if (found !== undefined) {
      await this.#context.setSinkId(found.deviceId);
      this.#isElsewhere = true;
      this.#onMoved();
      return null;
    }
    if (this.#isElsewhere) {
      this.#isElsewhere = false;
      await this.#context.setSinkId('');
      this.#onMoved();
    }
    const names = outputs.flatMap(({ label }) => (label === '' ? [] : [`"${label}"`]));
    return names.length === 0 ? undefined : `no output has such a name; there is ${names.join(', ')}`;
  }

  #say(missing: string | null): void {
    const wished = (this.#words ?? '').slice(0, LONGEST_WORDS);
    const reason = missing?.slice(0, LONGEST_REASON) ?? null;
    if (this.#told !== null && (this.#told.missing === null) === (reason === null)) return;
    this.#told = { type: 'speakers', wished, missing: reason };
    this.#tell(this.#told);
  }
}
