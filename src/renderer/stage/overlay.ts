import type { MainToStage } from '../../protocol/messages.ts';

type Privacy = Extract<MainToStage, { type: 'privacy' }>;

/** Words and darkness over the picture: the notice and the sign for visitors, the operator's card, the blackout. */
export class Overlay {
  readonly #notice = part('notice', 'note');
  readonly #sign = part('sign', 'status');
  readonly #card = part('card', 'dialog');
  readonly #dark = part('dark', 'presentation');
  #lines: readonly string[] = [];

  constructor(room: HTMLElement) {
    room.append(this.#notice, this.#sign, this.#dark, this.#card);
  }

  /** Whether the operator's card is up: keys then mean something else. */
  get hasCard(): boolean {
    return this.#lines.length > 0;
  }

  privacy({ notice, sign }: Privacy): void {
    write(this.#notice, notice);
    write(this.#sign, sign === '' ? [] : [sign]);
  }

  card(lines: readonly string[]): void {
    this.#lines = lines;
    write(this.#card, lines);
  }

  blackout(on: boolean, fadeMs: number): void {
    // Not there before it is wanted: a layer over the picture costs something even where it is not seen.
    this.#dark.hidden = false;
    this.#dark.getBoundingClientRect();
    this.#dark.style.transitionDuration = `${fadeMs}ms`;
    this.#dark.dataset.on = String(on);
  }
}

function part(name: string, role: string): HTMLElement {
  const element = document.createElement('div');
  element.className = `overlay ${name}`;
  element.setAttribute('role', role);
  element.hidden = true;
  return element;
}

/** Text only: words of a film or of main are never read as markup. */
function write(element: HTMLElement, lines: readonly string[]): void {
  element.hidden = lines.length === 0;
  element.replaceChildren(
    ...lines.map((line) => {
      const paragraph = document.createElement('p');
      paragraph.textContent = line;
      return paragraph;
    }),
  );
}
