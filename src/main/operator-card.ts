import type { Clock } from './deadlines.ts';
import type { PinLock } from './operator-pin.ts';
import type { StageDesk } from './stage/stage-desk.ts';

/** The operator's card goes by itself. */
const CARD_MS = 30_000;

export interface OperatorCardOptions {
  readonly clock: Clock;
  readonly pin: PinLock | null;
  readonly desk: Pick<StageDesk, 'card'>;
  readonly tell: (line: string) => void;
  /** What else the operator's card says (the console's pairing code); asked for each time the card comes up. */
  readonly cardLines?: () => readonly string[];
  /** The card comes up: what lies over the film goes. */
  readonly onCard?: () => void;
  /** The operator wants the console on this machine. */
  readonly onConsole?: () => void;
}

/** The card behind a PIN: up for a while, and only then do its keys count. */
export class OperatorCard {
  readonly #options: OperatorCardOptions;
  #untilMs = -Infinity;

  constructor(options: OperatorCardOptions) {
    this.#options = options;
  }

  get isUp(): boolean {
    return this.#options.clock.nowMs() <= this.#untilMs;
  }

  /** What was typed blind at the stage: the right one brings the card up. */
  tryPin(pin: string): void {
    const { pin: lock, clock, desk, tell, cardLines } = this.#options;
    const verdict = lock?.try(pin);
    if (verdict?.pass !== true) {
      const seconds = Math.ceil((verdict?.lockedForMs ?? 0) / 1000);
      tell(`a wrong PIN at the stage${seconds > 0 ? `; none is taken for ${seconds} s` : ''}`);
      return;
    }
    this.#untilMs = clock.nowMs() + CARD_MS;
    this.#options.onCard?.();
    desk.card([
      'Mien',
      'E: end the show',
      'P: pause the reading, or take it up',
      'B: blackout',
      ...(this.#options.onConsole === undefined ? [] : ['C: the console']),
      ...(cardLines?.() ?? []),
    ]);
  }

  /** The operator has done what the card was for: visitors see the film alone again. */
  takeDown(): void {
    if (!Number.isFinite(this.#untilMs)) return;
    this.#untilMs = -Infinity;
    this.#options.desk.card([]);
  }

  /** Takes it down once its time is up. */
  look(): void {
    if (!this.isUp) this.takeDown();
  }
}
