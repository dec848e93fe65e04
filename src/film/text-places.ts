import type { JsonPath } from './problems.ts';

/** A value of a JSON text that remembers where it stands. */
export interface Placed {
  /** Offset of the value, and of its key where it has one. */
  readonly offset: number;
  readonly keyOffset: number | null;
  readonly children: ReadonlyMap<string | number, Placed> | null;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Line starts of a text, so that a place is found in logarithmic time. */
export class TextPlaces {
  readonly #starts: readonly number[];
  readonly #root: Placed | null;

  constructor(text: string, root: Placed | null) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#starts = starts;
    this.#root = root;
  }

  /** Line and column, from 1, of an offset in the text. */
  at(offset: number): Place {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 };
  }

  /** Where the value of a path stands; its nearest ancestor's place where the path itself is not in the text. */
  of(path: JsonPath, what: 'value' | 'key' = 'value'): Place {
    let node = this.#root;
    if (node === null) return { line: 1, column: 1 };
    for (const part of path) {
      const child: Placed | undefined = node.children?.get(part);
      if (child === undefined) return this.at(node.keyOffset ?? node.offset);
      node = child;
    }
    return this.at(what === 'key' ? (node.keyOffset ?? node.offset) : node.offset);
  }
}
