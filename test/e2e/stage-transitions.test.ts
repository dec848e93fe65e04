import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Transition } from '../../src/protocol/messages.ts';
import { clipOf, cueOf } from '../support/stage/clip-of.ts';
import { USUAL_CLIP } from '../support/stage/clip-recipe.ts';
import type { StageHouse } from '../support/stage/house.ts';
import { readCode, type Seen } from '../support/stage/pixel-code.ts';
import { ScreenWatch } from '../support/stage/screen-watch.ts';
import { Theatre } from '../support/stage/theatre.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** As long as a machine without a GPU needs to show many pictures of it. */
const SECONDS = 3;
/** Of the dip: neither dark nor a colour of the clips. */
const GOLD: Colour = [200, 160, 80];
/** A colour that is so far from another, in its channel that differs most, is the same to a JPEG and an eye. */
const NOISE = 16;
/** Colour that covers all but a sixth of the strongest contrast. */
const COVERED = 32;
/** One pixel of so many is looked at: in every column and every row. */
const STEP = 11;

let theatre: Theatre;
let house: StageHouse;
let page: Page;
const [going, coming] = [clipOf('/film/1.webm'), clipOf('/film/3.webm')];

beforeAll(async () => {
  theatre = await Theatre.open();
});
afterAll(() => theatre.close());
beforeEach(async () => {
  const long = { ...USUAL_CLIP, seconds: SECONDS + 3 };
  const clips = { '/film/1.webm': { ...long, clip: 1 }, '/film/3.webm': { ...long, clip: 3 } };
  const stage = await theatre.stage({ clips });
  ({ house, page } = stage);
  return stage.close;
});

/** What a picture of the screen shows. */
interface Look {
  readonly seen: Seen;
  /** Where a test clip has its plain ground. */
  readonly ground: Colour;
  /** How far its pixels are from the dip's colour at most. */
  readonly fromGold: number;
}

function apart(one: Colour, other: Colour): number {
  return Math.max(...one.map((value, channel) => Math.abs(value - other[channel]!)));
}

function mixed(one: Colour, other: Colour, share: number): Colour {
  const of = (channel: 0 | 1 | 2): number => one[channel] + share * (other[channel] - one[channel]);
  return [of(0), of(1), of(2)];
}

function look(pixels: Uint8Array, width: number, height: number): Look {
  const colourAt = (pixel: number): Colour => [pixels[pixel * 4]!, pixels[pixel * 4 + 1]!, pixels[pixel * 4 + 2]!];
  let fromGold = 0;
  for (let pixel = 0; pixel < width * height; pixel += STEP)
    fromGold = Math.max(fromGold, apart(colourAt(pixel), GOLD));
  const ground = colourAt(Math.floor(height * 0.42) * width + Math.floor(width / 2));
  return { seen: readCode(pixels, width, height), ground, fromGold };
}

/** All that is on the screen from before one clip gives way to the other until it is over. */
async function watch(transition: Transition): Promise<readonly Look[]> {
  await page.goto(`${house.address}/stage/index.html`);
  await house.fact('hello');
  house.send(cueOf(1, going, { when: 'now', repeat: null, prepare: [coming] }));
  await house.fact('position', ({ positionMs }) => positionMs > 500);
  const screen = await ScreenWatch.open(page);
  house.send(cueOf(2, coming, { when: 'now', repeat: null, transition }));
  await house.fact('position', ({ cueId, positionMs }) => cueId === 2 && positionMs > SECONDS * 1000 + 300);
  return screen.closeBy(look);
}

/** The clips and the colour in the order in which they were seen, without what is between them. */
function order(looks: readonly Look[]): readonly string[] {
  const names = looks.flatMap(({ seen, fromGold }) => {
    if (typeof seen !== 'string') return [`clip ${seen.clip}`];
    return fromGold < COVERED ? ['colour'] : [];
  });
  return names.filter((name, index) => name !== names[index - 1]);
}

describe('what is seen of a transition', () => {
  it('a dip goes from the clip to its colour and out of it to the next clip, and nothing is black', async () => {
    const looks = await watch({ kind: 'dip', seconds: SECONDS, colour: `rgb(${GOLD.join(' ')})` });
    expect(order(looks)).toEqual(['clip 1', 'colour', 'clip 3']);
    expect(looks.filter(({ seen }) => seen === 'black')).toEqual([]);
  });

  it('a crossfade goes evenly from one clip to the other, with both at once in its middle', async () => {
    const looks = await watch({ kind: 'crossfade', seconds: SECONDS });
    expect(order(looks)).toEqual(['clip 1', 'clip 3']);
    const [from, to] = [looks[0]!.ground, looks.at(-1)!.ground];
    const shares = looks.map(({ ground }) => (ground[2] - from[2]) / (to[2] - from[2]));
    expect(looks.filter(({ ground }, index) => apart(ground, mixed(from, to, shares[index]!)) > NOISE)).toEqual([]);
    expect(shares.filter((share, index) => share < (shares[index - 1] ?? 0) - 0.1)).toEqual([]);
    const middle = looks.filter((_, index) => Math.abs(shares[index]! - 0.5) < 0.1);
    expect(middle.length).toBeGreaterThan(0);
    expect(middle.filter(({ seen }) => seen !== 'other')).toEqual([]);
  });
});
