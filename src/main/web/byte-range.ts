/** Which bytes of a file a request wants: all of them, `[start, end]` (both included), or none that exist. */
export type ByteRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' };

/**
 * Most bytes in answer to a range without an end. A page has six connections to its server, and a media element keeps one
 * for as long as such an answer lasts: seven candidates of one long file would wait for each other (measured: 20 s).
 * An answer may be a part of what was asked for (RFC 9110, 15.3.7); who wants more asks again where it ended.
 */
export const MOST_OPEN_BYTES = 2 * 1024 * 1024;

/**
 * Reads a `Range` header against a file's size. Media elements ask for one range at a time; several at once, other units
 * and what cannot be understood get the whole file, as RFC 9110 (14.2) allows.
 */
export function parseByteRange(header: string | null, size: number): ByteRange {
  const match = header === null ? null : /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  const [, first = '', last = ''] = match ?? [];
  if (match === null || (first === '' && last === '')) return { kind: 'whole' };
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', start: size - length, end: size - 1 };
  }
  const start = Number(first);
  if (start >= size) return { kind: 'unsatisfiable' };
  const end = Math.min(last === '' ? start + MOST_OPEN_BYTES - 1 : Number(last), size - 1);
  return end < start ? { kind: 'whole' } : { kind: 'part', start, end };
}
