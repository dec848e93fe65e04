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
let nowMs: number;

beforeEach(() => {
  nowMs = 0;
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
    { nowMs: () => nowMs },
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

  it('has the camera opened anew by the page that leads alone', () => {
    const [lead, other] = [page(), page()];
    desk.reopenCamera();
    expect(lead.got.filter(({ type }) => type === 'reopenCamera')).toHaveLength(1);
    expect(other.got.map(({ type }) => type)).not.toContain('reopenCamera');
  });

  it('tells a page that is welcomed again how many pictures a second are wanted: it may open another camera', () => {
    const lead = page();
    const paces = (): readonly MainToStage[] => lead.got.filter(({ type }) => type === 'framesPerSecond');
    desk.welcomeAgain();
    expect(paces()).toEqual([]);
    desk.framesPerSecond(6);
    desk.welcomeAgain();
    expect(lead.got.map(({ type }) => type).slice(-2)).toEqual(['welcome', 'framesPerSecond']);
    expect(paces()).toEqual([6, 6].map((value) => ({ type: 'framesPerSecond', value })));
  });

  it('tells a page that comes later how loud it is and what the operator chose, and nothing where nothing was chosen', () => {
    const early = page();
    expect(early.got.map(({ type }) => type)).not.toContain('language');
    desk.volume(0.4, 500);
    desk.speak({ subtitles: 'ru' });
    desk.speak({ subtitles: null, soundTrack: 'de' });
    early.close();
    const late = page();
    expect(late.got).toContainEqual({ type: 'volume', value: 0.4, fadeMs: 0 });
    expect(late.got.filter(({ type }) => type === 'language')).toEqual([
      { type: 'language', subtitles: null, soundTrack: 'de' },
    ]);
  });

  it('sounds from the page that leads alone, whatever the volume; where that is lost, from the next', () => {
    const loudness = ({ got }: FakePage): unknown => got.filter(({ type }) => type === 'volume').at(-1);
    const [first, second] = [page(), page()];
    desk.volume(0.5, 400);
    expect([loudness(first), loudness(second)]).toEqual([
      { type: 'volume', value: 0.5, fadeMs: 400 },
      { type: 'volume', value: 0, fadeMs: 0 },
    ]);
    first.close();
    expect(loudness(second)).toEqual({ type: 'volume', value: 0.5, fadeMs: 0 });
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

  it('counts a press that every page hears once: of a MIDI button, a gamepad', () => {
    const all = [page(), page(), page()];
    facts = [];
    const press = (at: number, of: FakePage): void => {
      nowMs = at;
      of.tell({ type: 'startPressed' });
    };
    // Gamepads are looked at by each page in its own time.
    for (const [index, one] of all.entries()) press(1000 + 50 * index, one);
    expect(facts).toEqual([{ type: 'startPressed' }]);
    // The next press, which another page is the first to tell.
    for (const [index, one] of all.toReversed().entries()) press(1400 + 50 * index, one);
    expect(facts).toHaveLength(2);
  });

  it('counts each press at one page, however quick', () => {
    const [lead, other] = [page(), page()];
    facts = [];
    for (nowMs = 0; nowMs < 500; nowMs += 100) {
      lead.tell({ type: 'startPressed' });
      other.tell({ type: 'startPressed' });
    }
    expect(facts).toHaveLength(5);
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
    const spare = (browser = 'standing'): FakePage => {
      const opened = new FakePage(browser);
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
      desk.toFront('standing');
      expect([cues(standing), leads.at(-1)]).toEqual([[7], 'page']);
      expect(camera(standing)).not.toBeNull();
      facts = [];
      standing.tell({ type: 'clipEnded', cueId: 7 });
      expect(facts).toHaveLength(1);
    });

    it('takes it on every display that the film fills, and sounds from one', () => {
      const first = page();
      desk.cue(cueOf(7));
      const all = [spare(), spare()];
      first.close();
      desk.toFront('standing');
      expect(all.map(cues)).toEqual([[7], [7]]);
      expect(all.map((one) => camera(one) === null)).toEqual([false, true]);
    });

    it('takes it as soon as it is there, where the host was quicker than its page', () => {
      desk.cue(cueOf(3));
      desk.toFront('standing');
      expect(cues(spare())).toEqual([3]);
    });

    it('has it in no other browser than the one that visitors see: a page behind a dead one would hide that it is dead', () => {
      desk.cue(cueOf(3));
      const behind = spare('behind');
      desk.toFront('standing');
      const late = spare('late');
      expect([cues(behind), cues(late), leads]).toEqual([[], [], []]);
      expect([cues(spare()), leads]).toEqual([[3], ['page']]);
    });

    it('is not believed, and missed by nobody when it goes', () => {
      page();
      const standing = spare();
      facts = [];
      standing.tell({ type: 'clipEnded', cueId: 0 });
      standing.close();
      desk.toFront('standing');
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

describe('a page that has nothing to show yet', () => {
  const jpeg = (last: number): string => Buffer.from([0xff, 0xd8, 0xff, last]).toString('base64');
  const stills = (of: FakePage): readonly (string | null)[] =>
    of.got
      .filter((message): message is MainToStage & { type: 'still' } => message.type === 'still')
      .map(({ url }) => url);
  const tellStill = (of: FakePage, clipId: string, last: number): void =>
    of.tell({ type: 'still', clipId, picture: jpeg(last) });

  it('is given a picture of what plays, so that it is never black: the clip’s own, else the newest', () => {
    const first = page();
    const spare = new FakePage();
    desk.attach(spare);
    spare.tell({ type: 'hello', stageNowMs: 0, visible: true, standsBy: true });
    expect(stills(spare)).toEqual([null]);
    expect(desk.still).toBeNull();
    const [one, two] = [cueOf(1), cueOf(2)];
    desk.cue(one);
    tellStill(first, one.clip.clipId, 1);
    expect([...desk.still!]).toEqual([0xff, 0xd8, 0xff, 1]);
    desk.cue({ ...two, when: 'now', clip: { ...two.clip, clipId: 'another' } });
    expect(desk.still?.at(-1)).toBe(1);
    tellStill(first, 'another', 2);
    expect(desk.still?.at(-1)).toBe(2);
    // Each picture has an address of its own: else the page would show the one that it has.
    expect(new Set(stills(spare).slice(1)).size).toBe(2);
    expect(facts.filter(({ type }) => type === 'still')).toEqual([]);
  });

  it('shows nothing where the house is dark, and takes no picture that is none', () => {
    const first = page();
    desk.cue(cueOf(1));
    first.tell({ type: 'still', clipId: cueOf(1).clip.clipId, picture: Buffer.from('<svg>').toString('base64') });
    expect(desk.still).toBeNull();
    tellStill(first, cueOf(1).clip.clipId, 1);
    expect(desk.still).not.toBeNull();
    desk.blackout(true, 400);
    expect(desk.still).toBeNull();
    desk.blackout(false, 400);
    expect(desk.still).not.toBeNull();
  });

  it('takes no picture of a page that does not lead', () => {
    page();
    const second = page();
    desk.cue(cueOf(1));
    tellStill(second, cueOf(1).clip.clipId, 1);
    expect(desk.still).toBeNull();
  });
});
