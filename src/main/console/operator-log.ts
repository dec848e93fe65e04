import type { Command } from '../../protocol/console-messages.ts';
import type { OperatorLine } from '../journal/journal-line.ts';
import type { Outcome } from './commands.ts';

export type OperatorTold = Pick<OperatorLine, 'command' | 'refused'>;

/** A slider that is dragged says where it is some 20 times a second; where it has been for so long is where it was left. */
const SETTLED_MS = 1000;

/** What operators do at the console, a line each; of a slider that is dragged only its last place. */
export class OperatorLog {
  readonly #write: (told: OperatorTold) => void;
  #waiting: { readonly told: OperatorTold; readonly timer: ReturnType<typeof setTimeout> } | null = null;

  constructor(write: (told: OperatorTold) => void) {
    this.#write = write;
  }

  hear(command: Command, outcome: Outcome): void {
    if (this.#waiting?.told.command.do === command.do) this.#forget();
    else this.flush();
    const told = { command, ...(outcome.done ? {} : { refused: outcome.why }) };
    if (command.do !== 'volume' && command.do !== 'zone') this.#write(told);
    else this.#waiting = { told, timer: setTimeout(() => this.flush(), SETTLED_MS) };
  }

  /** Writes what waits. */
  flush(): void {
    const told = this.#waiting?.told;
    this.#forget();
    if (told !== undefined) this.#write(told);
  }

  #forget(): void {
    if (this.#waiting !== null) clearTimeout(this.#waiting.timer);
    this.#waiting = null;
  }
}
