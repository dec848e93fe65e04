import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CompiledFilm } from '../../../src/film/compiled-film.ts';
import type { Clock } from '../../../src/main/deadlines.ts';
import { FilmInPlay } from '../../../src/main/film-in-play.ts';
import { StandInStage } from '../../../src/main/stage/stand-in-stage.ts';
import { playTrace } from '../../../src/main/trace-source.ts';
import { tracePlayer } from '../../../src/mood/trace-readings.ts';
import { cueSchema, type Cue } from '../../../src/protocol/messages.ts';
import { MOST_MOODS, type VisitTrace } from '../../../src/protocol/visit-trace.ts';
import { traceOf } from '../../support/trace-of.ts';
import { smallFilm } from '../film/small-films.ts';

const LOOK = { colours: { angry: '#aa0000' }, words: { anger: 'Zorn' }, ink: '#ffeedd', top: 0.5, height: 0.8 };

/** A question, a scene that stays with the clip of its answer, an ending, and the credits that draw the visit. */
function film(trace: object | undefined): CompiledFilm {
  const stays = { clip: 'red' };
  return smallFilm(
    {
      opening: { next: 'ask' },
      ask: {
        title: 'A question',
        next: [{ emotion: 'anger', to: 'red' }, { emotion: 'fear', to: 'grey' }, { to: 'blue' }],
      },
      red: { title: 'Red', ...stays, next: 'red_stays' },
      red_stays: { title: 'Red, going on', ...stays, ending: 'red' },
      grey: { ending: 'grey' },
      blue: { title: 'Blue', ending: 'blue' },
      names: trace === undefined ? {} : { trace },
    },
    { credits: 'names', clips: { red: { file: 'red.webm' } } },
  );
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-trace-'));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

/** All cues of a show whose visitors make these faces, a letter a second. */
async function cuesOf(
  playable: CompiledFilm,
  faces: string,
  refusesAtSecond = Infinity,
): Promise<{ cues: Cue[]; playing: FilmInPlay }> {
  const clock: Clock = { nowMs: () => performance.now(), timeOfDay: () => ({ hour: 12, weekday: 3 }) };
  const cues: Cue[] = [];
  const stage = new StandInStage(clock, () => 6000);
  const playing = await FilmInPlay.open(
    {
      clock,
      seed: 1,
      journalFolder: join(folder, 'journal'),
      stateFolder: join(folder, 'state'),
      onFault: (code, part, detail) => expect.unreachable(`${code} ${part} ${detail}`),
      tell: () => undefined,
      onCue: (cue) => {
        cues.push(cue);
        stage.send(cue);
      },
      onAction: () => undefined,
    },
    { folder, compiled: playable },
  );
  stage.onMessage((fact) => {
    if ('cueId' in fact && fact.cueId !== null && fact.type !== 'clipFailed') playing.input(fact);
  });
  playing.begin();
  const stop = playTrace(tracePlayer(traceOf(Array.from(faces))), clock, (reading) => playing.read(reading), false);
  for (let second = 0; second < faces.length + 40; second++) {
    if (second === refusesAtSecond) {
      stop();
      playing.input({ type: 'roomClosed' });
    }
    await vi.advanceTimersByTimeAsync(1000);
  }
  stop();
  stage.close();
  vi.useRealTimers();
  await playing.close();
  return { cues, playing };
}

const drawn = (cues: readonly Cue[]): readonly VisitTrace[] => cues.flatMap(({ trace }) => trace ?? []);
const shareOf = (trace: VisitTrace, emotion: string): number => {
  const at = trace.emotions.findIndex((one) => one.emotion === emotion);
  const seen = trace.moods.flatMap((mood) => mood ?? []).length / trace.emotions.length;
  return trace.moods.reduce((sum, mood) => sum + (mood?.[at] ?? 0), 0) / seen;
};

describe("a visit's trace for its visitor", () => {
  it('is the path that was taken, the ways that were open, what decided, and the mood over time', async () => {
    const { cues } = await cuesOf(film(LOOK), 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
    const [trace] = drawn(cues);
    expect(cues.find((cue) => cue.trace === trace)).toMatchObject({ scene: 'names' });
    // A scene that stays with the same clip is one with it; the credits are no part of what they show.
    expect(trace?.steps.map(({ title, ways, taken, emotion }) => [title, ways, taken, emotion])).toEqual([
      ['A question', 1, 0, null],
      ['Red', 3, 0, 'anger'],
    ]);
    expect(trace!.steps[1]!.atMs).toBeGreaterThan(5000);
    expect(trace!.durationMs).toBeGreaterThan(15_000);
    expect(trace!.moods.length).toBeLessThanOrEqual(MOST_MOODS);
    expect(shareOf(trace!, 'anger')).toBeGreaterThan(0.6);
    expect(trace!.emotions[0]).toEqual({ emotion: 'anger', word: 'Zorn', colour: '#aa0000' });
    expect(trace!.top + trace!.height).toBeLessThanOrEqual(1);
    expect(cueSchema.safeParse(cues.find((cue) => cue.trace === trace)).success).toBe(true);
  });

  it('is gone with the session: the next visitor sees nothing of it, and no file has it', async () => {
    const away = '.'.repeat(30);
    const { cues } = await cuesOf(film(LOOK), `${'a'.repeat(26)}${away}${'c'.repeat(30)}`);
    const [first, second] = drawn(cues);
    expect(shareOf(first!, 'anger')).toBeGreaterThan(0.6);
    expect(second?.steps.map(({ title }) => title)).toEqual(['A question', 'Blue']);
    expect(shareOf(second!, 'anger')).toBeLessThan(0.2);
    expect(second!.durationMs).toBeLessThan(60_000);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const { parentPath, name } of files) {
      const text = readFileSync(join(parentPath, name), 'utf8');
      for (const word of ['moods', '"trace"', 'Zorn', '#aa0000']) expect(text).not.toContain(word);
    }
  });

  it('is the path alone where its visitor refused to be read on the way', async () => {
    const { cues } = await cuesOf(film(LOOK), 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 12);
    const [trace] = drawn(cues);
    expect(trace?.steps.map(({ title, emotion }) => [title, emotion])).toEqual([
      ['A question', null],
      ['Red', null],
    ]);
    expect(trace?.moods.filter((mood) => mood !== null)).toEqual([]);
  });

  it('is not even begun where no scene asks for it', async () => {
    const { cues } = await cuesOf(film(undefined), 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
    expect(cues.map(({ scene }) => scene)).toContain('names');
    expect(drawn(cues)).toEqual([]);
  });
});
