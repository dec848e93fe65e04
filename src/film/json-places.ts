import { type JSONVisitor, type ParseError, visit } from 'jsonc-parser';
import type { JsonPath } from './problems.ts';

/** A value of a JSON text that remembers where it stands. */
export interface Placed {
  readonly offset: number;
  /** Offset of its key, or null where it has none. */
  readonly keyOffset: number | null;
  readonly children: ReadonlyMap<string | number, Placed> | null;
}

interface Open {
  readonly placed: Placed;
  readonly children: Map<string | number, Placed>;
  readonly isArray: boolean;
  key: string | null;
  keyOffset: number | null;
}

/** Where every value of a text stands, and what is wrong with its syntax. The text must not be nested deeply. */
export function placeValues(text: string): { readonly root: Placed | null; readonly errors: readonly ParseError[] } {
  const errors: ParseError[] = [];
  const stack: Open[] = [];
  let root: Placed | null = null;
  const add = (offset: number, children: Map<string | number, Placed> | null): Placed => {
    const top = stack.at(-1);
    const placed: Placed = { offset, keyOffset: top?.keyOffset ?? null, children };
    if (top === undefined) root ??= placed;
    else {
      const key = top.isArray ? top.children.size : top.key;
      if (key !== null && !top.children.has(key)) top.children.set(key, placed);
    }
    return placed;
  };
  const open = (offset: number, isArray: boolean): void => {
    const children = new Map<string | number, Placed>();
    stack.push({ placed: add(offset, children), children, isArray, key: null, keyOffset: null });
  };
  const visitor: JSONVisitor = {
    onObjectBegin: (offset) => open(offset, false),
    onArrayBegin: (offset) => open(offset, true),
    onObjectEnd: () => void stack.pop(),
    onArrayEnd: () => void stack.pop(),
    onObjectProperty: (key, offset) => {
      const top = stack.at(-1);
      if (top === undefined) return;
      top.key = key;
      top.keyOffset = offset;
    },
    onLiteralValue: (_value, offset) => void add(offset, null),
    onError: (error, offset, length) => void errors.push({ error, offset, length }),
  };
  visit(text, visitor, { allowTrailingComma: true });
  return { root, errors };
}

/** The path of the value whose key stands at an offset, or of the innermost value around it. */
export function pathAt(root: Placed | null, offset: number): JsonPath {
  const path: (string | number)[] = [];
  for (let node = root; node !== null && node.children !== null;) {
    let inner: readonly [string | number, Placed] | null = null;
    for (const entry of node.children) if ((entry[1].keyOffset ?? entry[1].offset) <= offset) inner = entry;
    if (inner === null) break;
    path.push(inner[0]);
    node = inner[1];
  }
  return path;
}
