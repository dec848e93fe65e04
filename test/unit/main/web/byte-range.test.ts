import { describe, expect, it } from 'vitest';
import { MOST_OPEN_BYTES, parseByteRange } from '../../../../src/main/web/byte-range.ts';

describe('a range of a clip', () => {
  it.each([
    ['bytes=0-', { kind: 'part', start: 0, end: 99 }],
    ['bytes=0-0', { kind: 'part', start: 0, end: 0 }],
    ['bytes=10-19', { kind: 'part', start: 10, end: 19 }],
    ['bytes=90-200', { kind: 'part', start: 90, end: 99 }],
    ['bytes=-10', { kind: 'part', start: 90, end: 99 }],
    ['bytes=-1000', { kind: 'part', start: 0, end: 99 }],
  ] as const)('%s is a part', (header, range) => {
    expect(parseByteRange(header, 100)).toEqual(range);
  });

  it.each([
    null,
    '',
    'bytes=',
    'bytes=-',
    'bytes=a-b',
    'bytes=0-1,4-5',
    'lines=0-1',
    'bytes=9-2',
    `bytes=${'9'.repeat(99)}-`,
  ])('%s is answered with the whole file', (header) => {
    expect(parseByteRange(header, 100)).toEqual({ kind: 'whole' });
  });

  it.each(['bytes=100-', 'bytes=500-600', 'bytes=-0'])('%s cannot be given', (header) => {
    expect(parseByteRange(header, 100)).toEqual({ kind: 'unsatisfiable' });
  });

  it('without an end is answered in parts, so that no clip keeps a connection that another waits for', () => {
    const size = 10 * MOST_OPEN_BYTES;
    expect(parseByteRange('bytes=5-', size)).toEqual({ kind: 'part', start: 5, end: 5 + MOST_OPEN_BYTES - 1 });
    expect(parseByteRange(`bytes=${size - 3}-`, size)).toEqual({ kind: 'part', start: size - 3, end: size - 1 });
    expect(parseByteRange('bytes=0-9999999', size)).toEqual({ kind: 'part', start: 0, end: 9_999_999 });
  });
});
