import type { ASTNode } from '@marcbachmann/cel-js';

/** What a condition asks for, found in its syntax tree. */
export interface ConditionWords {
  /** `visits.sea` -> sea. */
  readonly visits: readonly string[];
  readonly endings: readonly string[];
  /** `mood.anger` -> anger; `mood.dominant` -> dominant. */
  readonly mood: readonly string[];
  /** Emotions that `mood.dominant` is compared with, and every other text. */
  readonly texts: readonly string[];
  readonly identifiers: readonly string[];
  /** Names that a loop binds: session.path.exists(s, s == "sea"). */
  readonly bound: readonly string[];
  /** First thing that a film may not ask for, or null. */
  readonly refused: string | null;
}

/** Functions that could keep a show waiting: a pattern can be made to take for ever. */
const REFUSED_CALLS: ReadonlySet<string> = new Set(['matches']);
const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** Walks a tree that the parser has limited to 200 nodes. */
export function wordsOf(root: ASTNode): ConditionWords {
  const visits: string[] = [];
  const endings: string[] = [];
  const mood: string[] = [];
  const texts: string[] = [];
  const identifiers: string[] = [];
  const bound: string[] = [];
  let refused: string | null = null;
  const fieldOf = (owner: unknown, field: string): void => {
    if (owner === 'visits') visits.push(field);
    else if (owner === 'endings') endings.push(field);
    else if (owner === 'mood') mood.push(field);
  };
  const walk = (node: unknown, loops: number): void => {
    if (Array.isArray(node)) {
      for (const inner of node) walk(inner, loops);
      return;
    }
    if (!isNode(node)) return;
    const { op } = node;
    const args: unknown = node.args;
    if (op === 'id') {
      identifiers.push(String(args));
      if (args === 'visits' || args === 'endings') refused ??= `"${args}" stands alone`;
      return;
    }
    if (op === 'value') {
      if (typeof args === 'string') texts.push(args);
      return;
    }
    if ((op === '.' || op === '[]') && Array.isArray(args) && isNode(args[0]) && args[0].op === 'id') {
      const owner: unknown = args[0].args;
      const key: unknown = op === '.' ? args[1] : isNode(args[1]) && args[1].op === 'value' ? args[1].args : null;
      if (typeof key === 'string') {
        identifiers.push(String(owner));
        fieldOf(owner, key);
        return;
      }
    }
    const name = (op === 'call' || op === 'rcall') && Array.isArray(args) ? String(args[0]) : '';
    if (REFUSED_CALLS.has(name)) refused ??= `"${name}" is not for films`;
    if (LOOPS.has(name) && op === 'rcall') bindIn(args, bound);
    if (LOOPS.has(name) && loops > 0) refused ??= 'a loop stands within another';
    walk(args, LOOPS.has(name) ? loops + 1 : loops);
  };
  walk(root, 0);
  return { visits, endings, mood, texts, identifiers, bound, refused };
}

function isNode(value: unknown): value is { readonly op: string; readonly args: unknown } {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

/** The first argument of a loop is the name that it binds. */
function bindIn(args: unknown, bound: string[]): void {
  const list: unknown = Array.isArray(args) ? args[2] : null;
  const first: unknown = Array.isArray(list) ? list[0] : null;
  if (isNode(first) && first.op === 'id') bound.push(String(first.args));
}
