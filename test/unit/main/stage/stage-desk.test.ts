import { beforeEach, describe, expect, it } from 'vitest';
import { StageDesk } from '../../../../src/main/stage/stage-desk.ts';
import type { MainToStage, StageToMain } from '../../../../src/protocol/messages.ts';
import { cueOf } from '../../../support/cue-of.ts';
import { FakePage } from '../../../support/fake-page.ts';

let standIn: FakePage;
let desk: StageDesk;
let facts: StageToMain[];
let frames: number;
let leads: string[];

beforeEach(() => {
  standIn = new FakePage();
  facts = [];
  leads = [];
  frames = 0;
  desk = new StageDesk(
    standIn,
    () => ({
      type: 'welcome',
      title: 'Film',
      language: 'en',
      fit: 'cover',
      camera: { device: null, width: 640, height: 480, framesPerSecond: 10 },
    }),
    { onFact: (fact) => facts.push(fact), onFrame: () => (frames += 1), onLead: (lead) => leads.push(lead) },
  );
});

function page(): FakePage {
  const opened = new FakePage();
  desk.attach(opened);
  opened.tell({ type: 'hello', stageNowMs: 0, visible: true });
  return opened;
}
const cues = (of: FakePage): readonly number[] =>
  of.got
    .filter((message): message is MainToStage & { type: 'cue' } => message.type === 'cue')
    .map(({ cueId }) => cueId);
const camera = (of: FakePage): unknown =>
  of.got.filter((message): message is MainToStage & { type: 'welcome' } => message.type === 'welcome').at(-1)?.camera;

describe('the desk of the stage', () => {
  it('keeps time by the stand-in until a page says hello', () => {
    desk.cue(cueOf(0));
    expect(cues(standIn)).toEqual([0]);
    const opened = page();
    expect(standIn.isClosed).toBe(true);
    expect(cues(opened)).toEqual([0]);
    desk.cue(cueOf(1));
    expect(cues(opened)).toEqual([0, 1]);
    expect(cues(standIn)).toEqual([0]);
  });

  it('goes on from the same scene without a page when it is lost, and on a new page', () => {
    const first = page();
    desk.cue(cueOf(3));
    first.close();
    expect(cues(standIn)).toEqual([3]);
    expect(cues(page())).toEqual([3]);
    expect(leads).toEqual(['page', 'stand-in', 'page']);
  });

  it('gives a page that takes over the cue that waits behind the playing one', () => {
    const first = page();
    desk.cue(cueOf(3));
    desk.cue(cueOf(4, { when: 'end' }));
    first.close();
    expect(cues(page())).toEqual([3, 4]);
  });

  it('no longer gives a scene that has made way for the next', () => {
    const first = page();
    desk.cue(cueOf(3));
    desk.cue(cueOf(4, { when: 'end' }));
    first.tell({ type: 'clipStarted', cueId: 4, stageNowMs: 1, gapMs: 0 });
    first.close();
    expect(cues(page())).toEqual([4]);
  });

  it('believes the page that leads, and of the others only the start key', () => {
    const first = page();
    const second = page();
    facts = [];
    second.tell({ type: 'clipEnded', cueId: 0 });
    second.frame();
    expect([facts, frames]).toEqual([[], 0]);
    second.tell({ type: 'startPressed' });
    first.tell({ type: 'clipEnded', cueId: 0 });
    first.frame();
    expect(facts.map(({ type }) => type)).toEqual(['startPressed', 'clipEnded']);
    expect(frames).toBe(1);
  });

  it('lets one page only open the camera, and the next when that one is gone', () => {
    const first = page();
    const second = page();
    expect(camera(first)).not.toBeNull();
    expect(camera(second)).toBeNull();
    first.close();
    expect(camera(second)).not.toBeNull();
  });

  describe('a page that stands by', () => {
    const spare = (): FakePage => {
      const opened = new FakePage();
      desk.attach(opened);
      opened.tell({ type: 'hello', stageNowMs: 0, visible: true, standsBy: true });
      return opened;
    };
    const ready = (of: FakePage): readonly (readonly string[])[] =>
      of.got.flatMap((message) => (message.type === 'prepare' ? [message.clips.map(({ clipId }) => clipId)] : []));

    it('shows nothing and opens no camera, but gets ready what plays and what comes next', () => {
      page();
      desk.cue(cueOf(1));
      const standing = spare();
      desk.cue(cueOf(2, { when: 'end' }));
      expect([cues(standing), camera(standing)]).toEqual([[], null]);
      expect(ready(standing)).toEqual([[cueOf(1).clip.clipId], [cueOf(1), cueOf(2)].map(({ clip }) => clip.clipId)]);
    });

    it('takes the stage in the scene that plays, with the camera, when the host says so, and not before', () => {
      const first = page();
      desk.cue(cueOf(7));
      const standing = spare();
      first.close();
      expect(cues(standing)).toEqual([]);
      desk.takeOver();
      expect([cues(standing), leads.at(-1)]).toEqual([[7], 'page']);
      expect(camera(standing)).not.toBeNull();
      facts = [];
      standing.tell({ type: 'clipEnded', cueId: 7 });
      expect(facts).toHaveLength(1);
    });

    it('takes it as soon as it is there, where the host was quicker than its page', () => {
      desk.cue(cueOf(3));
      desk.takeOver();
      expect(cues(spare())).toEqual([3]);
      expect(cues(spare())).toEqual([]);
    });

    it('is not believed, and missed by nobody when it goes', () => {
      page();
      const standing = spare();
      facts = [];
      standing.tell({ type: 'clipEnded', cueId: 0 });
      standing.close();
      desk.takeOver();
      expect([facts, leads]).toEqual([[], ['page']]);
    });
  });

  it('lets nobody take over once it is closed', () => {
    page();
    desk.cue(cueOf(1));
    desk.close();
    expect(cues(standIn)).toEqual([]);
  });
});
