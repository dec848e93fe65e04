import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { obey, type Controls } from '../../../../src/main/console/commands.ts';
import { FilmChange } from '../../../../src/main/console/film-change.ts';
import { filmMap } from '../../../../src/main/console/film-map.ts';
import { KeptSettings, readSettings } from '../../../../src/main/console/settings.ts';
import { loadFilm } from '../../../../src/main/film-files.ts';
import { FilmInPlay, type PlayableFilm } from '../../../../src/main/film-in-play.ts';
import { constantMood } from '../../../../src/film/simulate-mood.ts';
import { commandSchema, type Command } from '../../../../src/protocol/console-messages.ts';
import type { Cue } from '../../../../src/protocol/messages.ts';
import { ROOM_FILM } from '../../../support/room-film.ts';

const ZONE = { left: 0.1, top: 0, right: 0.9, bottom: 1, leastFace: 0.05 };
/** What a show with a camera says of itself when nothing is in the way. */
const ANSWERS = {
  isStopped: false,
  isClosed: false,
  wantsCamera: true,
  isStaging: false,
  isHeld: false,
  isInSession: true,
  isOpeningOnly: false,
};
type Answers = typeof ANSWERS;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mien-commands-'))));
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, film: object): string {
  mkdirSync(join(folder, 'films', name), { recursive: true });
  writeFileSync(join(folder, 'films', name, 'film.json'), JSON.stringify(film));
  return join(folder, 'films', name);
}

async function load(path: string): Promise<PlayableFilm> {
  const loaded = await loadFilm(path);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded;
}

async function play(film: PlayableFilm): Promise<{ playing: FilmInPlay; cues: Cue[]; decided: string[] }> {
  const cues: Cue[] = [];
  const decided: string[] = [];
  const playing = await FilmInPlay.open(
    {
      clock: { nowMs: () => performance.now(), timeOfDay: () => ({ hour: 12, weekday: 2 }) },
      seed: 1,
      journalFolder: null,
      stateFolder: null,
      onFault: () => undefined,
      tell: () => undefined,
      onCue: (cue) => cues.push(cue),
      onAction: (action) => {
        if (action.type === 'decision') decided.push(action.params.why);
      },
    },
    film,
  );
  playing.begin();
  return { playing, cues, decided };
}

describe('the operator', () => {
  it('skips, chooses a scene and resets by the very cues of the film', async () => {
    const { playing, cues } = await play(await load(write('room', ROOM_FILM)));
    playing.input({ type: 'go', scene: 'c' });
    expect([playing.scene, playing.isInSession]).toEqual(['c', true]);
    await vi.waitFor(() => expect([cues.at(-1)?.scene, cues.at(-1)?.when]).toEqual(['c', 'now']));
    playing.input({ type: 'go', scene: 'nowhere' });
    expect(playing.scene).toBe('c');
    playing.input({ type: 'reset' });
    expect([playing.scene, playing.isInSession]).toEqual(['open', false]);
    playing.input({ type: 'skip' });
    expect(playing.scene).toBe('a');
    playing.stop();
  });

  it('holds a scene: its end waits, the room is still read, and letting go decides', async () => {
    const { playing, cues, decided } = await play(await load(write('room', ROOM_FILM)));
    playing.input({ type: 'go', scene: 'a' });
    await vi.waitFor(() => expect(cues.at(-1)?.scene).toBe('a'));
    const { cueId } = cues.at(-1)!;
    playing.input({ type: 'clipStarted', cueId });
    playing.hold(true);
    const feed = constantMood('happiness');
    for (let read = 0; read < 10; read += 1) playing.read(feed.readingAt(performance.now()));
    playing.input({ type: 'clipEnding', cueId, remainingMs: 500 });
    playing.input({ type: 'clipEnded', cueId });
    expect([playing.scene, playing.isHeld]).toEqual(['a', true]);
    expect(playing.state?.room.viewers).toHaveLength(1);
    playing.hold(false);
    expect(playing.scene).not.toBe('a');
    expect(decided).toHaveLength(1);
    playing.stop();
  });

  it('is refused with a reason what the film or the house does not have', async () => {
    const { compiled } = await load(write('room', ROOM_FILM));
    const did: string[] = [];
    const controls = new Proxy({} as Controls, {
      get: (_, name) => {
        if (name === 'film') return () => compiled;
        if (name === 'isHeld' || name === 'isInSession') return () => true;
        if (['isStopped', 'isClosed', 'isOpeningOnly', 'wantsCamera', 'isStaging', 'rollBack'].includes(String(name)))
          return () => false;
        return () => did.push(String(name));
      },
    });
    for (const command of [
      { do: 'go', scene: 'nowhere' },
      { do: 'go', scene: '__proto__' },
      { do: 'force', emotion: 'disgust' },
      { do: 'camera', label: 'a' },
      { do: 'recogniser', name: 'wasm' },
      { do: 'rollBack' },
      { do: 'start' },
    ] as const) {
      const outcome = obey(command, controls);
      expect(outcome.done ? '' : outcome.why).not.toBe('');
    }
    expect(did).toEqual([]);
    expect(obey({ do: 'skip' }, controls)).toEqual({ done: true });
    expect(did).toEqual(['skip']);
  });
});

/** What a show answers for itself; all else that it is asked to do is noted. */
function controlsOf(film: PlayableFilm['compiled'], answers: Partial<Answers>) {
  const did: unknown[][] = [];
  const known = { ...ANSWERS, ...answers, film };
  const controls = new Proxy({} as Controls, {
    get: (_, name: string) =>
      name in known
        ? () => known[name as keyof typeof known]
        : (...values: unknown[]) => did.push([name, ...values]) > 0,
  });
  return { controls, did };
}

describe('a skip', () => {
  it.each([
    [
      'in the opening, where it would begin a visit',
      { isInSession: false },
      'no visit is on: there is nothing to skip',
    ],
    ['in a closed house', { isInSession: false, isClosed: true }, 'the house is closed'],
    ['in a stopped house', { isInSession: false, isClosed: true, isStopped: true }, 'the house is closed'],
  ] as const)('is refused %s', async (_, answers, why) => {
    const { controls, did } = controlsOf((await load(write('room', ROOM_FILM))).compiled, answers);
    expect(obey({ do: 'skip' }, controls)).toEqual({ done: false, why });
    expect(did).toEqual([]);
  });
});

/** Every command as it is accepted, and what the show is then asked to do. */
const ACCEPTED: readonly (readonly [Command, readonly [keyof Controls, ...unknown[]], Partial<Answers>?])[] = [
  [{ do: 'start' }, ['start']],
  [{ do: 'start' }, ['stop', false], { isStopped: true }],
  [{ do: 'start' }, ['stop', false], { isStopped: true, isOpeningOnly: true }],
  [{ do: 'stop' }, ['stop', true]],
  [{ do: 'skip' }, ['skip']],
  [{ do: 'reset' }, ['reset']],
  [{ do: 'hold', on: true }, ['hold', true]],
  [{ do: 'hold', on: false }, ['hold', false]],
  [{ do: 'go', scene: 'a' }, ['go', 'a']],
  [{ do: 'force', emotion: 'calm' }, ['force', 'calm']],
  [{ do: 'force', emotion: null }, ['force', null]],
  [{ do: 'volume', value: 0.4 }, ['volume', 0.4]],
  [{ do: 'subtitles', language: 'de' }, ['subtitles', 'de']],
  [{ do: 'subtitles', language: null }, ['subtitles', null]],
  [{ do: 'soundTrack', track: 'description' }, ['soundTrack', 'description']],
  [{ do: 'soundTrack', track: null }, ['soundTrack', null]],
  [{ do: 'blackout', on: true }, ['blackout', true]],
  [{ do: 'blackout', on: false }, ['blackout', false]],
  [{ do: 'pause', on: true }, ['pause', true]],
  [{ do: 'pause', on: false }, ['pause', false]],
  [{ do: 'camera', label: 'the one above' }, ['camera', 'the one above']],
  [{ do: 'camera', label: null }, ['camera', null]],
  [{ do: 'recogniser', name: 'wasm' }, ['recogniser', 'wasm']],
  [{ do: 'zone', zone: ZONE }, ['zone', ZONE]],
  [{ do: 'zone', zone: null }, ['zone', null]],
  [{ do: 'film', name: 'room 2' }, ['chooseFilm', 'room 2']],
  [{ do: 'rollBack' }, ['rollBack']],
];

describe('a command that is accepted', () => {
  const rows = ACCEPTED.map(([command, wanted, answers = {}]) => [command, wanted, answers] as const);
  it.each(rows)('%j asks the show for %j, and for nothing else', async (command, wanted, answers) => {
    const { compiled } = await load(write('room', ROOM_FILM));
    const { controls, did } = controlsOf(compiled, answers);
    expect(commandSchema.parse(command)).toEqual(command);
    expect(obey(command, controls)).toEqual({ done: true });
    expect(did).toEqual([wanted]);
  });

  it('is any that the console can send', () => {
    const all = commandSchema.options.map(({ shape }) => shape.do.value);
    expect([...new Set(ACCEPTED.map(([command]) => command.do))].toSorted()).toEqual(all.toSorted());
  });
});

describe('another version of the film', () => {
  async function change() {
    const started = write('room', ROOM_FILM);
    const { playing, cues } = await play(await load(started));
    const said: string[] = [];
    const swapped: string[] = [];
    const change = new FilmChange({
      playing,
      name: 'room',
      before: null,
      shelves: [join(folder, 'films')],
      staged: join(folder, 'staged'),
      onChange: () => said.push(change.now.step),
      onSwapped: (film) => swapped.push(film.compiled.title),
      tell: () => undefined,
    });
    return { playing, cues, change, said, swapped };
  }

  it('is staged, checked and rehearsed, waits for the end of the session, is swapped in, and rolled back', async () => {
    const { playing, cues, change: way, said, swapped } = await change();
    const source = write('room 2', { ...ROOM_FILM, title: 'Another room' });
    playing.input({ type: 'go', scene: 'a' });
    await vi.waitFor(() => expect(cues.at(-1)?.scene).toBe('a'));
    const before = cues.at(-1)!;
    await way.choose('room 2');
    expect(said).toEqual(['none', 'copying', 'checking', 'rehearsing', 'waiting']);
    expect(way.now.lines[0]).toContain('100 visitors rehearsed');
    expect(playing.film.title).toBe('A room');
    // What is edited now changes nothing that was staged.
    writeFileSync(join(source, 'film.json'), 'broken');
    playing.input({ type: 'reset' });
    await way.swapIfIdle();
    expect([playing.film.title, playing.scene, swapped]).toEqual(['Another room', 'open', ['Another room']]);
    await vi.waitFor(() => expect(cues.at(-1)?.clip.clipId).toMatch(/^1 /));
    const first = cues.at(-1)!;
    expect([first.scene, first.cueId > before.cueId]).toEqual(['open', true]);
    // The stage must not take a clip of one film for that of the other, nor obey a fact about the old one.
    expect(first.clip.clipId).not.toBe(cues[0]?.clip.clipId);
    playing.input({ type: 'clipFailed', cueId: before.cueId });
    expect(playing.scene).toBe('open');
    expect(playing.folderOf(0)).toBeNull();
    expect(way.rollBack()).toBe(true);
    await vi.waitFor(() => expect(playing.film.title).toBe('A room'));
    expect(way.now.before).toBe('room 2');
    playing.stop();
  });

  it('ends no session that began while it was being prepared, and takes the stage after that one', async () => {
    const { playing, change: way, said, swapped } = await change();
    write('room 2', { ...ROOM_FILM, title: 'Another room' });
    await way.choose('../nowhere');
    const steps = said.length;
    const waits = way.choose('room 2');
    // Somebody comes in the very moment in which the disk is asked for what the other film left.
    await vi.waitFor(() => expect(said.slice(steps)).toContain('rehearsing'), { interval: 1 });
    const before = playing.swap.bind(playing);
    playing.swap = (film) => {
      const swapping = before(film);
      playing.input({ type: 'go', scene: 'a' });
      return swapping;
    };
    await waits;
    await vi.waitFor(() => expect(playing.scene).toBe('a'));
    await new Promise((done) => setTimeout(done, 20));
    expect([playing.film.title, playing.isInSession, swapped, way.now.step]).toEqual(['A room', true, [], 'waiting']);
    playing.swap = before;
    playing.input({ type: 'reset' });
    await way.swapIfIdle();
    expect([playing.film.title, playing.scene, swapped]).toEqual(['Another room', 'open', ['Another room']]);
    playing.stop();
  });

  it('is refused with its problems while the old one plays on', async () => {
    const { playing, change: way } = await change();
    write('wrong', { ...ROOM_FILM, opening: 'nowhere' });
    await way.choose('wrong');
    expect([way.now.step, playing.film.title]).toEqual(['refused', 'A room']);
    expect(way.now.lines.join()).toContain('nowhere');
    await way.choose('../../etc');
    expect(way.now.step).toBe('refused');
    expect(way.rollBack()).toBe(false);
    playing.stop();
  });
});

describe("the console's map and settings", () => {
  it('lays the film out in a thread of its own: every scene and every way has its place', async () => {
    const map = await filmMap((await load(write('room', ROOM_FILM))).compiled);
    expect(map.nodes.map(({ name }) => name)).toEqual(['open', 'a', 'b', 'c']);
    expect(new Set(map.nodes.map(({ at }) => at.join())).size).toBe(4);
    expect(map.edges.every(({ points }) => points.length >= 2)).toBe(true);
  });

  it('keeps what the operator set, and takes a torn or foreign file for none', async () => {
    const kept = new KeptSettings(folder, {}, () => undefined);
    kept.set({ volume: 0.5 });
    kept.set({ zone: { left: 0, top: 0, right: 0.5, bottom: 1, leastFace: 0 } });
    await kept.settled();
    expect(await readSettings(folder)).toEqual(kept.now);
    const file = join(folder, 'settings.json');
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 20));
    expect(await readSettings(folder)).toEqual({});
    writeFileSync(file, '{"version":1,"settings":{"volume":7}}');
    expect(await readSettings(folder)).toEqual({});
    expect(await readSettings(null)).toEqual({});
  });
});
