import { type JSONVisitor, printParseErrorCode, visit } from 'jsonc-parser';
import type { JsonPath, Problem } from './problems.ts';
import { writePath } from './problems.ts';
import { type Placed, TextPlaces } from './text-places.ts';

/** Deepest nesting that is read: a film needs 8 or so. Keeps every later recursion short. */
const DEEPEST = 64;
/** Syntax errors that are reported; after the first few the rest are echoes. */
const MOST_SYNTAX_ERRORS = 10;

export interface JsonText {
  readonly file: string;
  /** Plain data: objects without a prototype, so that no key has a meaning of its own. Undefined where nothing could be read. */
  readonly value: unknown;
  readonly places: TextPlaces;
  readonly problems: readonly Problem[];
}

/** Reads JSON with comments and trailing commas, keeping every value's place. Never throws, in time linear in the text. */
export function readJsonText(source: string, file: string): JsonText {
  const text = source.startsWith('\uFEFF') ? ` ${source.slice(1)}` : source;
  const deep = tooDeep(text);
  if (deep !== null) {
    const places = new TextPlaces(text, null);
    const message = `values are nested more than ${DEEPEST} deep here`;
    const hint = 'A film needs about eight levels; look for brackets that are never closed.';
    return {
      file,
      value: undefined,
      places,
      problems: [{ code: 'too-deep', severity: 'error', file, ...places.at(deep), path: '', message, hint }],
    };
  }
  return new Reader(text, file).read();
}

/** Offset of the first bracket beyond the deepest level, or null. */
function tooDeep(text: string): number | null {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        for (at++; at < text.length && text[at] !== '"' && text[at] !== '\n'; at++) if (text[at] === '\\') at++;
        break;
      case '/': {
        const after = text[at + 1];
        const end = after === '/' ? text.indexOf('\n', at) : after === '*' ? text.indexOf('*/', at + 2) : at;
        at = end === -1 ? text.length : end;
        break;
      }
      case '{':
      case '[':
        if (++depth > DEEPEST) return at;
        break;
      case '}':
      case ']':
        depth--;
        break;
    }
  }
  return null;
}

interface Open {
  readonly placed: Placed & { readonly children: Map<string | number, Placed> };
  readonly value: Record<string, unknown> | unknown[];
  key: string | null;
  keyOffset: number;
}

class Reader {
  readonly #text: string;
  readonly #file: string;
  readonly #stack: Open[] = [];
  readonly #syntax: { offset: number; code: string }[] = [];
  readonly #twice: { path: JsonPath; offset: number; key: string }[] = [];
  readonly #huge: { path: JsonPath; offset: number }[] = [];
  #root: Placed | null = null;
  #value: unknown = undefined;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  read(): JsonText {
    const visitor: JSONVisitor = {
      onObjectBegin: (offset) => this.#open(offset, Object.create(null) as Record<string, unknown>),
      onArrayBegin: (offset) => this.#open(offset, []),
      onObjectEnd: () => void this.#stack.pop(),
      onArrayEnd: () => void this.#stack.pop(),
      onObjectProperty: (key, offset) => this.#key(key, offset),
      onLiteralValue: (value: unknown, offset) => this.#literal(value, offset),
      onError: (code, offset) => void this.#syntax.push({ offset, code: printParseErrorCode(code) }),
    };
    visit(this.#text, visitor, { allowTrailingComma: true });
    const places = new TextPlaces(this.#text, this.#root);
    return { file: this.#file, value: this.#value, places, problems: this.#problems(places) };
  }

  #path(): JsonPath {
    return this.#stack.map((open) => (Array.isArray(open.value) ? open.value.length : (open.key ?? '')));
  }

  #key(key: string, offset: number): void {
    const top = this.#stack.at(-1);
    if (top === undefined) return;
    top.key = key;
    top.keyOffset = offset;
    if (top.placed.children.has(key)) this.#twice.push({ path: this.#path(), offset, key });
  }

  #literal(value: unknown, offset: number): void {
    if (typeof value === 'number' && !Number.isFinite(value)) this.#huge.push({ path: this.#path(), offset });
    this.#add(value, { offset, keyOffset: this.#stack.at(-1)?.keyOffset ?? null, children: null });
  }

  #open(offset: number, value: Record<string, unknown> | unknown[]): void {
    const keyOffset = this.#stack.at(-1)?.keyOffset ?? -1;
    const placed = {
      offset,
      keyOffset: keyOffset < 0 ? null : keyOffset,
      children: new Map<string | number, Placed>(),
    };
    this.#add(value, placed);
    this.#stack.push({ placed, value, key: null, keyOffset: -1 });
  }

  #add(value: unknown, placed: Placed): void {
    const top = this.#stack.at(-1);
    if (top === undefined) {
      this.#root ??= placed;
      this.#value ??= value;
    } else if (Array.isArray(top.value)) {
      top.placed.children.set(top.value.length, { ...placed, keyOffset: null });
      top.value.push(value);
    } else if (top.key !== null) {
      if (!top.placed.children.has(top.key)) top.placed.children.set(top.key, placed);
      top.value[top.key] = value;
    }
  }

  #problems(places: TextPlaces): readonly Problem[] {
    const at = (offset: number): { file: string; line: number; column: number } => ({
      file: this.#file,
      ...places.at(offset),
    });
    const syntax = this.#syntax.slice(0, MOST_SYNTAX_ERRORS).map(({ offset, code }): Problem => ({
      ...syntaxSentence(code, offset >= this.#text.trimEnd().length),
      code: 'bad-syntax',
      severity: 'error',
      ...at(offset),
      path: '',
    }));
    const twice = this.#twice.map(({ path, offset, key }): Problem => ({
      code: 'key-twice',
      severity: 'error',
      ...at(offset),
      path: writePath(path),
      message: `"${key.slice(0, 80)}" stands here for the second time`,
      hint: 'Keep one of the two; a film must not depend on which one a reader takes.',
    }));
    const huge = this.#huge.map(({ path, offset }): Problem => ({
      code: 'number-too-large',
      severity: 'error',
      ...at(offset),
      path: writePath(path),
      message: 'this number is too large to be one',
      hint: 'Write a number that means something here.',
    }));
    return [...syntax, ...twice, ...huge];
  }
}

const SYNTAX: Readonly<Record<string, readonly [string, string]>> = {
  InvalidSymbol: [
    'this is no word of JSON',
    'Put text into double quotes; only true, false, null and numbers stand bare.',
  ],
  InvalidNumberFormat: ['this is no number', 'Write numbers as 12 or 12.5, without a leading zero or a bare point.'],
  PropertyNameExpected: [
    'a name in double quotes is missing here',
    'Write "name": value, or take out the comma before.',
  ],
  ValueExpected: ['a value is missing here', 'Write a value, or take out what announces it.'],
  ColonExpected: ['a colon is missing after the name', 'Write "name": value.'],
  CommaExpected: ['a comma is missing before this', 'Put a comma between the two.'],
  CloseBraceExpected: ['a "}" is missing', 'Close the brace that was opened last.'],
  CloseBracketExpected: ['a "]" is missing', 'Close the bracket that was opened last.'],
  EndOfFileExpected: [
    'something follows after the end of the film',
    'Take it out: the file holds one { ... } and nothing else.',
  ],
  InvalidCommentToken: ['this comment is not one', 'Write // to the end of the line, or /* ... */.'],
  UnexpectedEndOfComment: ['this comment never ends', 'Close it with */.'],
  UnexpectedEndOfString: ['this text never ends', 'Close it with a double quote on the same line.'],
  UnexpectedEndOfNumber: ['this number stops in the middle', 'Write its digits out.'],
  InvalidUnicode: ['\\u needs four hexadecimal digits', 'Write the letter itself.'],
  InvalidEscapeCharacter: ['a backslash is followed by something it cannot escape', 'Write \\\\ for a backslash.'],
  InvalidCharacter: ['this character may not stand in a text', 'Write a line break as \\n and a tab as \\t.'],
};

function syntaxSentence(code: string, atEnd: boolean): { message: string; hint: string } {
  if (atEnd && code === 'ValueExpected') {
    return {
      message: 'the file ends where a value should be',
      hint: 'Write the film: { "version": 2, ... }, or complete what was cut off.',
    };
  }
  const [message, hint] = SYNTAX[code] ?? ['this is not JSON', 'Compare it with docs/film-language.md.'];
  return { message: atEnd ? `the file ends too early: ${message}` : message, hint };
}
