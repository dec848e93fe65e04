import { describe, expect, it } from 'vitest';
import { cuesAt, languageOf, placeOf } from '../../../../src/renderer/stage/cue-boxes.ts';

describe('subtitles', () => {
  it('stand from their first moment up to their last, two at a time where they overlap', () => {
    const cues = [
      { startTime: 1, endTime: 3 },
      { startTime: 2, endTime: 4 },
    ];
    expect([0.999, 1, 2.5, 3, 4].map((at) => cuesAt(cues, at).length)).toEqual([0, 1, 2, 1, 0]);
  });

  it.each([
    [
      { snapToLines: true, line: 'auto', align: 'center' },
      { edge: 'bottom', align: 'center' },
    ],
    [
      { snapToLines: true, line: 0, align: 'start' },
      { edge: 'top', align: 'left' },
    ],
    [
      { snapToLines: true, line: -1, align: 'end' },
      { edge: 'bottom', align: 'right' },
    ],
    [
      { snapToLines: false, line: 10, align: 'middle' },
      { edge: 'top', align: 'center' },
    ],
    [
      { snapToLines: false, line: 90, align: 'left' },
      { edge: 'bottom', align: 'left' },
    ],
  ] as const)('with the settings %o stand at %o', (settings, place) => {
    expect(placeOf(settings)).toEqual(place);
  });

  it.each([
    [['en', 'de'], 'de', 'de'],
    [['en-GB', 'de'], 'en', 'en-GB'],
    [['pt'], 'pt-BR', 'pt'],
    [['en', 'de'], 'fr', null],
    [['en', 'de'], null, null],
    [[], 'en', null],
  ] as const)('in %o are taken for %s: %s', (languages, asked, taken) => {
    expect(languageOf(languages, asked)).toBe(taken);
  });
});
