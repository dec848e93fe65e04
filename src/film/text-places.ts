import { type Placed, placeValues } from './json-places.ts';
import type { JsonPath } from './problems.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where the values of one text stand. Works it out when first asked: a film without problems never asks. */
export class TextPlaces {
  readonly #text: string;
  #starts: readonly number[] | null = null;
  #root: Placed | null | undefined;

  /** @param text a JSON text that is not nested deeply, or nothing that has values. */
  constructor(text: string, hasValues = true) {
    this.#text = text;
    if (!hasValues) this.#root = null;
  }

  /** Line and column, from 1, of an offset in the text. */
  at(offset: number): Place {
    const starts = (this.#starts ??= lineStarts(this.#text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  get root(): Placed | null {
    if (this.#root === undefined) this.#root = placeValues(this.#text).root;
    return this.#root;
  }

  /** Where the value of a path stands (or its key); its nearest ancestor's place where the path is not in the text. */
  of(path: JsonPath, what: 'value' | 'key' = 'value'): Place {
    let node = this.root;
    if (node === null) return { line: 1, column: 1 };
    for (const part of path) {
      const child: Placed | undefined = node.children?.get(part);
      if (child === undefined) return this.at(node.keyOffset ?? node.offset);
      node = child;
    }
    return this.at(what === 'key' ? (node.keyOffset ?? node.offset) : node.offset);
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
