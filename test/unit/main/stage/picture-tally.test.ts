import { expect, it } from 'vitest';
import { PictureTally } from '../../../../src/main/stage/picture-tally.ts';

it('the pictures that the stage counts are told for as long as it counts, and the dropped ones are summed', () => {
  const tally = new PictureTally();
  expect([tally.perSecond(0), tally.dropped, tally.rates]).toEqual([null, 0, null]);
  const beat = { type: 'position', cueId: 0, positionMs: 0, stageNowMs: 0 } as const;
  tally.hear({ ...beat, pictures: { perSecond: 24, dropped: 2, rates: null } }, 1000);
  tally.hear(beat, 1200);
  tally.hear({ ...beat, pictures: { perSecond: 12, dropped: 5, rates: { film: 25, screen: 60 } } }, 2000);
  expect([tally.perSecond(2900), tally.dropped, tally.rates]).toEqual([12, 7, { film: 25, screen: 60 }]);
  expect([tally.perSecond(5000), tally.dropped]).toEqual([null, 7]);
});
