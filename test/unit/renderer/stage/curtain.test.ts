import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Curtain } from '../../../../src/renderer/stage/curtain.ts';
import type { Deck } from '../../../../src/renderer/stage/deck.ts';
import { clipOf } from '../../../support/stage/clip-of.ts';
import { ExactDeck } from '../../../support/stage/exact-deck.ts';

const PICTURE_MS = 1000 / 60;
const CUT = { kind: 'cut' } as const;

let gone: Deck[];
let curtain: Curtain;
let going: ExactDeck;
let coming: ExactDeck;
let third: ExactDeck;

beforeEach(() => {
  vi.stubGlobal('document', { createElement: () => ({ style: {}, remove: () => undefined }) });
  gone = [];
  const stage = { append: () => undefined } as unknown as HTMLElement;
  curtain = new Curtain(stage, (deck) => gone.push(deck));
  going = new ExactDeck(clipOf('/a.mp4', { outMs: 4000 }));
  coming = new ExactDeck(clipOf('/b.mp4', { outMs: 4000 }));
  third = new ExactDeck(clipOf('/c.mp4', { outMs: 4000 }));
});

afterEach(() => vi.unstubAllGlobals());

/** Pictures of the screen from the cut at 0 on, until the old clip is let go; the moment of the last. */
function ticksUntilGone(pictureMs = PICTURE_MS): number {
  for (let nowMs = pictureMs; nowMs < 5000; nowMs += pictureMs) {
    curtain.tick(nowMs);
    if (gone.length > 0) return nowMs;
  }
  return Infinity;
}

describe('no black at a cut: the clip that goes stays beneath the one that comes', () => {
  it('lies under it and is let go after a quarter of a second where the next clip gives its frames', () => {
    curtain.change(coming, going, CUT, 0);
    expect([coming.element.style.zIndex, coming.element.style.opacity]).toEqual(['2', '1']);
    expect(going.element.style.zIndex).toBe('1');
    coming.givenAtMs = 20;
    expect(ticksUntilGone()).toBeCloseTo(250, -2);
    expect(gone).toEqual([going]);
    expect(going.element.style.opacity).toBe('0');
  });

  it('stays longer where the next clip gave its frames before the cut only, when nobody drew them', () => {
    coming.givenAtMs = -10;
    curtain.change(coming, going, CUT, 0);
    for (let nowMs = 0; nowMs < 800; nowMs += PICTURE_MS) curtain.tick(nowMs);
    expect(gone).toEqual([]);
    coming.givenAtMs = 790;
    curtain.tick(801);
    expect(gone).toEqual([]);
    for (let picture = 1; picture < 8; picture++) curtain.tick(801 + picture * PICTURE_MS);
    expect(gone).toEqual([going]);
  });

  it('counts pictures of the screen, which a busy machine gives few of', () => {
    coming.givenAtMs = -Infinity;
    curtain.change(coming, going, CUT, 0);
    coming.givenAtMs = 100;
    expect(ticksUntilGone(100)).toBe(800);
  });

  it('is let go at last where the next clip gives nothing', () => {
    coming.givenAtMs = -Infinity;
    curtain.change(coming, going, CUT, 0);
    expect(ticksUntilGone()).toBeCloseTo(1500, -2);
  });

  it('goes from beside a clip of another shape as soon as that one is likely to be seen, and its sound plays on', () => {
    Object.assign(going.element, { videoWidth: 1080, videoHeight: 1920 });
    Object.assign(coming.element, { videoWidth: 1920, videoHeight: 1080 });
    coming.givenAtMs = -Infinity;
    curtain.change(coming, going, { kind: 'cut', soundSeconds: 2 }, 0);
    coming.givenAtMs = 1;
    curtain.tick(PICTURE_MS);
    curtain.tick(2 * PICTURE_MS);
    expect(going.element.style.opacity).not.toBe('0');
    curtain.tick(3 * PICTURE_MS);
    expect(going.element.style.opacity).toBe('0');
    expect(gone).toEqual([]);
    expect(ticksUntilGone()).toBeCloseTo(2000, -2);
  });

  it('stays beneath a clip of the same shape, whatever its size', () => {
    Object.assign(going.element, { videoWidth: 1280, videoHeight: 720 });
    Object.assign(coming.element, { videoWidth: 1920, videoHeight: 1080 });
    coming.givenAtMs = 1;
    curtain.change(coming, going, CUT, 0);
    for (let picture = 1; picture < 10; picture++) curtain.tick(picture * PICTURE_MS);
    expect(going.element.style.opacity).not.toBe('0');
  });

  it('stays beneath both where the next cut comes before this one is on the screen', () => {
    for (const deck of [coming, third]) deck.givenAtMs = -Infinity;
    curtain.change(coming, going, CUT, 0);
    curtain.change(third, coming, CUT, PICTURE_MS);
    expect(gone).toEqual([]);
    expect([going, coming, third].map(({ element }) => element.style.zIndex)).toEqual(['0', '1', '2']);
    expect(going.element.style.opacity).not.toBe('0');
    expect(curtain.going).toEqual([going, coming]);
    third.givenAtMs = 100;
    ticksUntilGone();
    expect(new Set(gone)).toEqual(new Set([going, coming]));
    expect([going, coming, third].map(({ element }) => element.style.opacity)).toEqual(['0', '0', '1']);
    expect(curtain.going).toEqual([]);
  });

  it('is let go by the next cut once this one has been on the screen', () => {
    curtain.change(coming, going, CUT, 0);
    for (let nowMs = 0; nowMs < 200; nowMs += PICTURE_MS) curtain.tick(nowMs);
    curtain.change(third, coming, CUT, 200);
    expect(gone).toEqual([going]);
  });

  it('keeps few decks, the lowest for certain, however fast cuts follow each other', () => {
    const decks = Array.from({ length: 9 }, () => new ExactDeck(clipOf('/d.mp4', { outMs: 4000 })));
    for (const deck of decks) deck.givenAtMs = -Infinity;
    for (const [index, deck] of decks.entries()) {
      if (index > 0) curtain.change(deck, decks[index - 1]!, CUT, index * PICTURE_MS);
    }
    expect(curtain.going.length).toBe(3);
    expect(curtain.going[0]).toBe(decks[0]);
    curtain.close();
    expect(new Set(gone)).toEqual(new Set(decks.slice(0, -1)));
    expect(decks.at(-1)!.element.style.opacity).toBe('1');
  });

  it.each([
    { kind: 'crossfade', seconds: 1 },
    { kind: 'dip', seconds: 1, colour: '#000' },
  ] as const)('stays beneath a $kind that begins before this cut is on the screen', (transition) => {
    coming.givenAtMs = -Infinity;
    curtain.change(coming, going, CUT, 0);
    curtain.change(third, coming, transition, 100);
    curtain.tick(200);
    expect(going.element.style.opacity).not.toBe('0');
    curtain.tick(1101);
    expect(new Set(gone)).toEqual(new Set([going, coming]));
    expect([going, coming, third].map(({ element }) => element.style.opacity)).toEqual(['0', '0', '1']);
  });
});

describe('what the first picture of a crossfade costs is paid before it', () => {
  it('the clip that comes is drawn three pictures of the screen before, fainter than one of eight bits shows', () => {
    const drawn = (inMs: number): number => {
      curtain.drawAhead(coming, going, { kind: 'crossfade', seconds: 1 }, inMs);
      return Number(coming.element.style.opacity || '0');
    };
    // Drawn for longer it would take the last pictures from the clip that goes.
    expect([drawn(120), drawn(67)]).toEqual([0, 0]);
    expect(drawn(50)).toBeGreaterThan(0);
    expect(drawn(50) * 255).toBeLessThan(0.5);
    expect(coming.element.style.zIndex).toBe('2');
  });

  it('not where there is nothing that it could lie over, and not before a cut', () => {
    curtain.drawAhead(coming, null, { kind: 'crossfade', seconds: 1 }, 30);
    curtain.drawAhead(third, going, CUT, 30);
    curtain.drawAhead(third, going, 'join', 30);
    expect([coming, third].map(({ element }) => Number(element.style.opacity || '0'))).toEqual([0, 0]);
  });
});

describe('a change that breaks off another: neither a jump in the picture nor a click in the sound', () => {
  /** What each deck was told of its sound since: gain, when, how long. */
  const faded = (deck: ExactDeck): [number, number, number][] => {
    const told: [number, number, number][] = [];
    deck.fade = (to, atMs, durationMs) => void told.push([to, atMs, durationMs]);
    return told;
  };
  const opacities = (): number[] => [going, coming, third].map(({ element }) => Number(element.style.opacity || '1'));
  const cover = (): { opacity?: string } => covers[0]!.style;
  let covers: { style: { opacity?: string } }[];

  beforeEach(() => {
    covers = [];
    const createElement = (): object => {
      covers.push({ style: {} });
      return Object.assign(covers.at(-1)!, { remove: () => undefined });
    };
    vi.stubGlobal('document', { createElement });
    curtain = new Curtain({ append: () => undefined } as unknown as HTMLElement, (deck) => gone.push(deck));
  });

  it('half a crossfade stays as it is beneath the next, and is heard to its end', () => {
    curtain.change(coming, going, { kind: 'crossfade', seconds: 2 }, 0);
    curtain.tick(500);
    const sound = faded(going);
    curtain.change(third, coming, { kind: 'crossfade', seconds: 1 }, 500);
    expect([going, coming, third].map(({ element }) => element.style.zIndex)).toEqual(['0', '1', '2']);
    expect(opacities()).toEqual([1, 0.25, 0.001]);
    curtain.tick(1000);
    expect(opacities()).toEqual([1, 0.25, 0.5]);
    expect(sound).toEqual([[0, 500, 1000]]);
    expect(gone).toEqual([]);
    curtain.tick(1501);
    expect(new Set(gone)).toEqual(new Set([going, coming]));
    expect(opacities()).toEqual([0, 0, 1]);
  });

  it('what a cut breaks off falls silent before it is let go', () => {
    curtain.change(coming, going, { kind: 'crossfade', seconds: 2 }, 0);
    curtain.tick(100);
    const sound = faded(going);
    curtain.change(third, coming, CUT, 100);
    expect(sound).toEqual([[0, 100, 40]]);
    expect(gone).toEqual([]);
  });

  it('the sound that goes on after a cut does, too, where another change comes within it', () => {
    curtain.change(coming, going, { kind: 'cut', soundSeconds: 1.5 }, 0);
    for (let nowMs = 0; nowMs < 400; nowMs += PICTURE_MS) curtain.tick(nowMs);
    const sound = faded(going);
    curtain.change(third, coming, { kind: 'crossfade', seconds: 2 }, 400);
    // It was let go with this change, and is disposed of a tenth of a second later.
    expect(gone).toEqual([going]);
    expect(sound).toEqual([[0, 400, 40]]);
  });

  it('the colour of half a dip goes with the crossfade that comes, and at once with a cut', () => {
    const DIP = { kind: 'dip', seconds: 2, colour: '#123' } as const;
    coming.element.style.opacity = '0';
    curtain.change(coming, going, DIP, 0);
    curtain.tick(500);
    curtain.change(third, coming, { kind: 'crossfade', seconds: 1 }, 500);
    expect(Number(cover().opacity)).toBeCloseTo(0.5);
    curtain.tick(1000);
    expect(Number(cover().opacity)).toBeCloseTo(0.25);
    // What the dip had not come to yet is not seen now either.
    expect(opacities()).toEqual([1, 0, 0.5]);
    curtain.tick(1501);
    expect(cover().opacity).toBe('0');
    const fourth = new ExactDeck(clipOf('/d.mp4', { outMs: 4000 }));
    curtain.change(fourth, third, DIP, 2000);
    curtain.tick(2500);
    curtain.change(coming, fourth, CUT, 2500);
    expect(cover().opacity).toBe('0');
  });
});
