import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { VisitAction } from '../../../src/film/visit.ts';
import { startVisit, stepVisit } from '../../../src/film/visit-step.ts';
import { Journal } from '../../../src/main/journal/journal.ts';
import { ShowRecord } from '../../../src/main/record.ts';
import { statePath } from '../../../src/main/show-state.ts';
import { crossroads } from '../film/small-films.ts';
import { decisionOf, sessionOf } from './journal/sample-lines.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-record-test-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const film = crossroads();
const moment = (nowMs: number) => ({ nowMs, clock: { hour: 12, weekday: 2 } });
const begun: VisitAction = { type: 'sessionStarted', params: { by: 'start' } };
const decided: VisitAction = { type: 'decision', params: decisionOf('ask', 'blue') };
const ended: VisitAction = {
  type: 'sessionEnded',
  params: { by: 'ending', ending: 'blue', scenes: ['opening', 'ask', 'blue'], seconds: 18 },
};

/** What is asked of open files from here on, by their common prototype: the journal's own are not given out. */
async function watchFiles() {
  const handle = await open(process.execPath, 'r');
  const files = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const [written, forced] = [vi.spyOn(files, 'appendFile'), vi.spyOn(files, 'datasync')];
  /** The type of each line, and `forced` where the disk was made to take what came before. */
  const order = (): readonly string[] => {
    const typeOf = (text: unknown): string => (JSON.parse(String(text)) as { type: string }).type;
    const lines = written.mock.calls.map(
      ([text], index) => [written.mock.invocationCallOrder[index]!, typeOf(text)] as const,
    );
    const forces = forced.mock.invocationCallOrder.map((at) => [at, 'forced'] as const);
    return [...lines, ...forces].toSorted(([a], [b]) => a - b).map(([, what]) => what);
  };
  return { order, forced };
}

function recordOf(journalFolder: string | null, stateFolder: string | null): Promise<ShowRecord> {
  return ShowRecord.open({
    film,
    filmFolder: folder,
    clock: { nowMs: () => 9000, timeOfDay: () => ({ hour: 12, weekday: 2 }) },
    journalFolder,
    stateFolder,
    onFault: (code, _, detail) => expect.unreachable(`${code}: ${detail}`),
  });
}

describe("a session's end", () => {
  it('is forced to the disk, and no decision is: that would cost a write of the disk a scene', async () => {
    const { order } = await watchFiles();
    const record = await recordOf(join(folder, 'journal'), null);
    for (const action of [begun, decided, decided, ended]) record.hear(action);
    await record.close(null);
    expect(order()).toEqual(['decision', 'decision', 'session', 'forced', 'show']);
  });

  it('is on the disk when the journal says that it has settled', async () => {
    const { order, forced } = await watchFiles();
    const journal = new Journal({ folder });
    journal.write(sessionOf(new Date(), ['ask', 'blue'], 'blue'), true);
    await journal.settled();
    expect(order()).toEqual(['session', 'forced']);
    expect(forced.mock.settledResults).toEqual([{ type: 'fulfilled', value: undefined }]);
    await journal.close();
  });
});

describe('a show that was killed after a line was on the disk and before its state was', () => {
  /** A visit goes on by the state, and the journal says more. @returns what the next show begins with. */
  async function afterwards(...told: readonly VisitAction[]): Promise<ShowRecord['begun']> {
    const [journalFolder, stateFolder] = [join(folder, 'journal'), join(folder, 'state')];
    const record = await recordOf(journalFolder, stateFolder);
    record.begin();
    record.hear(begun);
    const opened = startVisit(film, { seed: 5, moment: moment(1000) });
    await record.keep(stepVisit(film, opened.state, { type: 'startPressed' }, moment(5000)).state.film);
    for (const action of told) record.hear(action);
    await vi.waitFor(() => {
      const text = readFileSync(join(journalFolder, readdirSync(journalFolder)[0]!), 'utf8');
      expect(text.trim().split('\n')).toHaveLength(1 + told.length);
    });
    return (await recordOf(journalFolder, stateFolder)).begun;
  }

  it('is followed by one that knows the decision: it is not lost to the session', async () => {
    expect((await afterwards(decided)).resume?.session?.decisions).toEqual([decisionOf('ask', 'blue')]);
  });

  it('is followed by one that sees nobody off a second time', async () => {
    const { resume } = await afterwards(decided, ended);
    expect(resume).toMatchObject({ session: null });
    const journal = join(folder, 'journal');
    const record = await recordOf(journal, join(folder, 'state'));
    record.hear(ended);
    await record.close(null);
    const lines = readFileSync(join(journal, readdirSync(journal)[0]!), 'utf8');
    expect(lines.match(/"type":"session"/g)).toHaveLength(1);
  });
});

describe('a show without a journal', () => {
  async function keptBy(journalFolder: string | null): Promise<{ session: unknown }> {
    const record = await recordOf(journalFolder, join(folder, 'state'));
    record.begin();
    for (const action of [begun, decided]) record.hear(action);
    const opened = startVisit(film, { seed: 5, moment: moment(1000) });
    await record.keep(stepVisit(film, opened.state, { type: 'startPressed' }, moment(5000)).state.film);
    const kept = JSON.parse(readFileSync(statePath(join(folder, 'state'), folder), 'utf8')) as { session: unknown };
    record.hear(ended);
    await record.close(null);
    return kept;
  }

  it('makes no folder for one, and keeps nothing of the session in its state', async () => {
    expect((await keptBy(null)).session).toBeNull();
    expect(readdirSync(folder)).toEqual(['state']);
    // With one the same session is there: the state has a place for it.
    expect(await keptBy(join(folder, 'journal'))).toMatchObject({
      session: { by: 'start', decisions: [{ to: 'blue' }] },
    });
    expect(readdirSync(folder).toSorted()).toEqual(['journal', 'state']);
  });
});
