/** Deepest nesting that is read: a film needs 8 or so. Keeps every later recursion short. */
export const DEEPEST = 64;

/** What one pass over the characters finds out before anything recursive may look at the text. */
export interface Scan {
  /** Offset of the first bracket beyond the deepest level, or null. */
  readonly tooDeepAt: number | null;
  /** Keys that stand a second time in their object. */
  readonly twice: readonly KeyAt[];
  /** Keys `__proto__`: parsers do different things with it, so a film may not have one. */
  readonly proto: readonly KeyAt[];
  /** Comments and trailing commas, as [start, end): blanked out, the rest is plain JSON. */
  readonly blanks: readonly (readonly [number, number])[];
}

export interface KeyAt {
  readonly key: string;
  readonly offset: number;
}

const QUOTE = 34;
const BACKSLASH = 92;
const SLASH = 47;
const STAR = 42;
const COMMA = 44;
const COLON = 58;
const NEWLINE = 10;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/** Linear in the text, without recursion; broken text only makes it find less. */
export function scanJson(text: string): Scan {
  const twice: KeyAt[] = [];
  const proto: KeyAt[] = [];
  const blanks: [number, number][] = [];
  /** One set of keys a depth, emptied and used again: a film of 20,000 scenes has 100,000 objects. */
  const keys: Set<string>[] = [];
  const isObject: boolean[] = [];
  let depth = 0;
  let expectsKey = false;
  let comma = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32) continue;
    switch (code) {
      case QUOTE: {
        const end = stringEnd(text, at);
        if (expectsKey && isObject[depth] === true) {
          const key = keyOf(text.slice(at, end + 1));
          const known = keys[depth];
          if (key === '__proto__') proto.push({ key, offset: at });
          if (known?.has(key) === true) twice.push({ key, offset: at });
          known?.add(key);
        }
        at = end;
        break;
      }
      case SLASH: {
        const after = text.charCodeAt(at + 1);
        if (after !== SLASH && after !== STAR) break;
        const found = after === SLASH ? text.indexOf('\n', at) : text.indexOf('*/', at + 2);
        const end = found === -1 ? text.length : after === SLASH ? found : found + 2;
        // A comment that never ends is left in place, so that the parser complains about it.
        if (after === SLASH || found !== -1) blanks.push([at, end]);
        at = end - 1;
        continue;
      }
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth++;
        if (depth > DEEPEST) return { tooDeepAt: at, twice, proto, blanks };
        isObject[depth] = code === OPEN_BRACE;
        if (code === OPEN_BRACE) {
          const known = keys[depth];
          if (known === undefined) keys[depth] = new Set();
          else known.clear();
        }
        expectsKey = code === OPEN_BRACE;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if (comma !== -1) blanks.push([comma, comma + 1]);
        depth = Math.max(0, depth - 1);
        expectsKey = false;
        break;
      case COMMA:
        expectsKey = isObject[depth] === true;
        break;
      case COLON:
        expectsKey = false;
        break;
    }
    comma = code === COMMA ? at : -1;
  }
  return { tooDeepAt: null, twice, proto, blanks };
}

/** Offset of the closing quote, or of the last character of a text that never ends on its line. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
    else if (code === NEWLINE) return at - 1;
  }
  return text.length - 1;
}

/** `"a\u0062"` and `"ab"` are the same key. */
function keyOf(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}

/** The text with the blanks as spaces: the same length, so that every offset stays right. */
export function blanked(text: string, blanks: Scan['blanks']): string {
  if (blanks.length === 0) return text;
  const parts: string[] = [];
  let from = 0;
  for (const [start, end] of blanks.toSorted((a, b) => a[0] - b[0])) {
    parts.push(text.slice(from, start), ' '.repeat(end - start));
    from = end;
  }
  parts.push(text.slice(from));
  return parts.join('');
}
