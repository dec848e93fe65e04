/** What each error of the JSON parser means to somebody who writes films by hand: the reason and how to mend it. */
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

/** @param atEnd whether the error lies behind the last character of the text. */
export function syntaxSentence(code: string, atEnd: boolean): { message: string; hint: string } {
  if (atEnd && code === 'ValueExpected') {
    return {
      message: 'the file ends where a value should be',
      hint: 'Write the film: { "version": 2, ... }, or complete what was cut off.',
    };
  }
  const [message, hint] = SYNTAX[code] ?? ['this is not JSON', 'Compare it with docs/film-language.md.'];
  return { message: atEnd ? `the file ends too early: ${message}` : message, hint };
}
