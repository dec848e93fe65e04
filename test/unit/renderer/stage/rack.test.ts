import { beforeEach, describe, expect, it } from 'vitest';
import type { StageClip } from '../../../../src/protocol/messages.ts';
import type { Deck } from '../../../../src/renderer/stage/deck.ts';
import { Rack } from '../../../../src/renderer/stage/rack.ts';

interface MadeDeck {
  readonly clip: StageClip;
  state: Deck['state'];
  failure: string;
  isDisposed: boolean;
  tick(): void;
  dispose(): void;
}

const clip = (clipId: string): StageClip => ({ clipId, url: `${clipId}.webm`, inMs: 0, outMs: null }) as StageClip;
const PICTURE_MS = 16;

let made: MadeDeck[];
let failed: string[];
let rack: Rack;
let nowMs: number;

beforeEach(() => {
  made = [];
  failed = [];
  nowMs = 0;
  const make = (wanted: StageClip): Deck => {
    const deck: MadeDeck = {
      clip: wanted,
      state: 'loading',
      failure: '',
      isDisposed: false,
      tick: () => undefined,
      dispose: () => (deck.isDisposed = true),
    };
    made.push(deck);
    return deck as unknown as Deck;
  };
  rack = new Rack(make, (broken) => failed.push(broken.clipId));
});

function tendFor(ms: number): void {
  for (const end = nowMs + ms; nowMs < end; nowMs += PICTURE_MS) rack.tend(nowMs);
}
const names = (): string[] => made.map((deck) => deck.clip.clipId);

describe('the rack of decks beside the stage', () => {
  it('looks at a deck that is being threaded: its sound may come after its picture, and nothing else tells that it is ready', () => {
    rack.want([clip('a')]);
    tendFor(100);
    made[0]!.tick = () => (made[0]!.state = 'ready');
    tendFor(50);
    expect(rack.isReady(clip('a'))).toBe(true);
  });

  it('threads one deck after another, most wanted first: the film needs the machine', () => {
    rack.want(['a', 'b', 'c'].map(clip));
    tendFor(200);
    expect(names()).toEqual(['a']);
    made[0]!.state = 'ready';
    tendFor(200);
    expect(names()).toEqual(['a', 'b']);
    made[1]!.state = 'ready';
    tendFor(200);
    expect(names()).toEqual(['a', 'b', 'c']);
  });

  it('threads no more than the seven ways of a choice and what plays, whatever it is asked for', () => {
    const many = Array.from({ length: 20 }, (_, index) => clip(String(index)));
    rack.want(many);
    tendFor(20_000);
    expect(names()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    rack.want(many.slice(5).toReversed());
    tendFor(20_000);
    expect(made.filter(({ isDisposed }) => !isDisposed)).toHaveLength(8);
  });

  it('does not let a file that hangs keep the others from being ready', () => {
    rack.want(['hangs', 'b', 'c'].map(clip));
    tendFor(500);
    expect(names()).toEqual(['hangs', 'b']);
    made[1]!.state = 'ready';
    tendFor(100);
    expect(names()).toEqual(['hangs', 'b', 'c']);
  });

  it('goes on at once where the deck that was threaded last is no longer wanted', () => {
    rack.want(['a', 'b'].map(clip));
    tendFor(50);
    const taken = rack.take(clip('a'));
    expect(taken).toBe(made[0]);
    rack.want(['b'].map(clip));
    made[0]!.state = 'rolling';
    tendFor(50);
    expect(names()).toEqual(['a', 'b']);
  });

  it('tells of a clip that failed once, and tries it again later', () => {
    rack.want([clip('a')]);
    tendFor(50);
    made[0]!.state = 'failed';
    tendFor(50);
    expect(failed).toEqual(['a']);
    expect(made[0]!.isDisposed).toBe(true);
    expect(names()).toEqual(['a']);
    tendFor(1200);
    expect(names()).toEqual(['a', 'a']);
  });
});
