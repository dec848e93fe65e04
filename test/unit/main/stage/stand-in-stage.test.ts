import { beforeEach, describe, expect, it, vi } from 'vitest';
import { realClock } from '../../../../src/main/deadlines.ts';
import { StandInStage } from '../../../../src/main/stage/stand-in-stage.ts';
import type { StageToMain } from '../../../../src/protocol/messages.ts';
import { cueOf } from '../../../support/cue-of.ts';

let stage: StandInStage;
let facts: (StageToMain & { readonly atMs: number })[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const beganMs = performance.now();
  facts = [];
  stage = new StandInStage(realClock, () => 5000);
  stage.onMessage((fact) => facts.push({ ...fact, atMs: Math.round((performance.now() - beganMs) / 10) * 10 }));
  return () => {
    stage.close();
    vi.useRealTimers();
  };
});

/** Facts of a type as [cueId, time]. */
const told = (type: StageToMain['type']): readonly (readonly [number | null, number])[] =>
  facts.filter((fact) => fact.type === type).map((fact) => ['cueId' in fact ? fact.cueId : null, fact.atMs]);

describe('a stage without a picture', () => {
  it('tells the start, the coming end and the end of a clip by its length', async () => {
    stage.send(cueOf(1, { clip: { outMs: 3000 }, leadMs: 500 }));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told('clipStarted')).toEqual([[1, 0]]);
    expect(told('clipEnding')).toEqual([[1, 2500]]);
    expect(told('clipEnded')).toEqual([[1, 3000]]);
  });

  it('takes the length of the file where the clip goes to its end', async () => {
    stage.send(cueOf(1, { clip: { outMs: null } }));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told('clipEnded')).toEqual([[1, 5000]]);
  });

  it('plays the next clip at the end of the present one, without telling an end', async () => {
    stage.send(cueOf(1, { clip: { outMs: 2000 } }));
    await vi.advanceTimersByTimeAsync(1800);
    stage.send(cueOf(2, { when: 'end', clip: { outMs: 1000 } }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(told('clipStarted')).toEqual([
      [1, 0],
      [2, 2000],
    ]);
    expect(told('clipEnded')).toEqual([]);
  });

  it('plays at once a clip that was meant for an end which is past', async () => {
    stage.send(cueOf(1, { clip: { outMs: 1000 }, hold: true }));
    await vi.advanceTimersByTimeAsync(4000);
    stage.send(cueOf(2, { when: 'end' }));
    await vi.advanceTimersByTimeAsync(1);
    expect(told('clipStarted').at(-1)).toEqual([2, 4000]);
  });

  it('loops without an end, tells the coming end of each round, and leaves with the round', async () => {
    stage.send(cueOf(1, { clip: { outMs: 1000 }, repeat: null, leadMs: 200 }));
    await vi.advanceTimersByTimeAsync(2900);
    stage.send(cueOf(2, { when: 'end' }));
    await vi.advanceTimersByTimeAsync(500);
    expect(
      told('clipEnding')
        .slice(0, 3)
        .map(([, atMs]) => atMs),
    ).toEqual([800, 1800, 2800]);
    expect(told('clipStarted').at(-1)).toEqual([2, 3000]);
  });

  it('plays a clip as often as it is told', async () => {
    stage.send(cueOf(1, { clip: { outMs: 1000 }, repeat: 3 }));
    await vi.advanceTimersByTimeAsync(5000);
    expect(told('clipEnded')).toEqual([[1, 3000]]);
  });

  it('changes over at a marker', async () => {
    stage.send(cueOf(1, { clip: { outMs: 5000 } }));
    await vi.advanceTimersByTimeAsync(1000);
    stage.send(cueOf(2, { when: { positionMs: 2500 } }));
    await vi.advanceTimersByTimeAsync(3000);
    expect(told('clipStarted').at(-1)).toEqual([2, 2500]);
  });

  it('waits for the next round of a loop where the marker is behind, and for the end where there is no other round', async () => {
    stage.send(cueOf(1, { clip: { outMs: 2000 }, repeat: null }));
    await vi.advanceTimersByTimeAsync(1000);
    stage.send(cueOf(2, { when: { positionMs: 500 } }));
    await vi.advanceTimersByTimeAsync(2000);
    expect(told('clipStarted').at(-1)).toEqual([2, 2500]);
    stage.send(cueOf(3, { when: { positionMs: 100 } }));
    await vi.advanceTimersByTimeAsync(4000);
    expect(told('clipStarted').at(-1)).toEqual([3, 4500]);
  });

  it('begins a crossfade so long before the end as it lasts', async () => {
    stage.send(cueOf(1, { clip: { outMs: 3000 } }));
    await vi.advanceTimersByTimeAsync(1000);
    stage.send(cueOf(2, { when: 'end', transition: { kind: 'crossfade', seconds: 0.5 } }));
    await vi.advanceTimersByTimeAsync(3000);
    expect(told('clipStarted').at(-1)).toEqual([2, 2500]);
  });

  it('says nothing any more once it is closed', async () => {
    stage.send(cueOf(1));
    stage.close();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(facts).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
