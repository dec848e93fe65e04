import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadFilm } from '../../../src/main/film-files.ts';
import { startShow, type Show } from '../../../src/main/show.ts';
import { FALL_BACKS } from '../../../src/main/supervisor/fall-back.ts';
import { bareHost } from '../../support/bare-host.ts';
import { Operator } from '../../support/operator.ts';
import { ROOM_FILM } from '../../support/room-film.ts';

const ORIGIN = 'http://127.0.0.1:4711';
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mien-fall-back-test-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A show begun on a step of its supervisor, and ended again. @returns what its operator could hear and read. */
async function begun(
  { without, hasCamera, openingOnly }: (typeof FALL_BACKS)[number],
  meanwhile: (show: Show) => Promise<void> = async () => undefined,
) {
  mkdirSync(join(folder, 'film'));
  writeFileSync(join(folder, 'film', 'film.json'), JSON.stringify(ROOM_FILM));
  const film = await loadFilm(join(folder, 'film'));
  if (!film.ok) throw new Error(JSON.stringify(film.problems));
  let pages = null as Hono | null;
  const host = bareHost((service) => {
    const guard = { hosts: ['127.0.0.1:4711'], origins: [ORIGIN], token: null };
    pages = service.pages({ origin: ORIGIN, guard });
  });
  const told: string[] = [];
  const show = await startShow(
    host,
    film,
    {
      film: film.folder,
      once: false,
      kiosk: true,
      camera: hasCamera ? { kind: 'device', device: null, elseTrace: null } : { kind: 'none' },
      recogniser: 'wasm',
      modelsFolder: folder,
      pagesFolder: folder,
      journalFolder: join(folder, 'journal'),
      stateFolder: null,
      zone: null,
      hours: null,
      pin: null,
      console: { port: 0, isNetwork: false },
      openingOnly,
      without,
      seed: 1,
    },
    { tell: (line) => told.push(line), onVisit: () => undefined },
  );
  const ask = async (path: string): Promise<string> => {
    const asked = new Request(`${ORIGIN}${path}`, { headers: { host: '127.0.0.1:4711' } });
    return (await pages!.fetch(asked)).text();
  };
  const health = JSON.parse(await ask('/health')) as Record<string, unknown>;
  const metrics = await ask('/metrics');
  await meanwhile(show);
  await show.stop();
  const [day = ''] = readdirSync(join(folder, 'journal'));
  const journal = readFileSync(join(folder, 'journal', day), 'utf8');
  return { told, health, metrics, journal: journal.split('\n').filter((line) => line.includes('"fell-back"')) };
}

describe('a show that its supervisor has do with less', () => {
  it.each(FALL_BACKS.slice(1))('tells it where the operator looks: it $does', async (step) => {
    const { told, health, metrics, journal } = await begun(step);
    const detail = `after repeated failures the film ${step.does}`;
    expect(told).toContain(`fell-back: show: ${detail} (the film goes on with less)`);
    expect(health).toMatchObject({ without: step.without, faults: { 'fell-back': 1 } });
    expect(metrics).toContain(`mien_fall_back_step ${FALL_BACKS.indexOf(step)}\n`);
    expect(journal.map((line) => JSON.parse(line) as object)).toMatchObject([{ type: 'fault', part: 'show', detail }]);
  });

  it('refuses its operator a visit on the last step, and says why; a house that was stopped is opened again', async () => {
    const answers: string[] = [];
    await begun(FALL_BACKS[3], async (show) => {
      const operator = await Operator.pair(show.consoleWays()?.here ?? '');
      for (const command of [{ do: 'start' }, { do: 'skip' }, { do: 'go', scene: 'b' }] as const) {
        answers.push(await operator.do(command));
      }
      expect(operator.now).toMatchObject({ scene: 'open', isInSession: false });
      for (const command of [{ do: 'stop' }, { do: 'start' }] as const) answers.push(await operator.do(command));
      operator.close();
    });
    const why = expect.stringMatching(/^only the opening plays after repeated failures: /) as string;
    expect(answers).toEqual([why, why, why, '', '']);
  });

  it('says nothing of it as long as it plays as it was asked for', async () => {
    const { told, health, journal } = await begun(FALL_BACKS[0]);
    expect(told.filter((line) => line.includes('fell-back'))).toEqual([]);
    expect(health).toMatchObject({ without: 'nothing' });
    expect(journal).toEqual([]);
  });
});
