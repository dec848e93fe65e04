import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OperatorLog, type OperatorTold } from '../../../../src/main/console/operator-log.ts';
import { loadFilm } from '../../../../src/main/film-files.ts';
import { FilmInPlay } from '../../../../src/main/film-in-play.ts';
import { parseJournalLine } from '../../../../src/main/journal/journal-line.ts';
import { JournalTally } from '../../../../src/main/journal/journal-tally.ts';
import { journalText } from '../../../../src/main/journal/journal-text.ts';
import { ROOM_FILM } from '../../../support/room-film.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mien-operator-'))));
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

describe('what the operator does', () => {
  it('is a line of the journal, a forced mood and a refusal among them, with nothing of a visitor in it', async () => {
    writeFileSync(join(folder, 'film.json'), JSON.stringify(ROOM_FILM));
    const loaded = await loadFilm(folder);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const playing = await FilmInPlay.open(
      {
        clock: { nowMs: () => performance.now(), timeOfDay: () => ({ hour: 12, weekday: 2 }) },
        seed: 1,
        journalFolder: join(folder, 'journal'),
        stateFolder: null,
        onFault: () => undefined,
        tell: () => undefined,
        onCue: () => undefined,
        onAction: () => undefined,
      },
      loaded,
    );
    playing.begin();
    playing.operator({ where: 'console', command: { do: 'force', emotion: 'calm' } });
    playing.operator({ where: 'console', command: { do: 'go', scene: 'z' }, refused: 'the film has no scene "z"' });
    playing.operator({ where: 'stage', command: { do: 'pause', on: true } });
    await playing.close();
    const [file = ''] = readdirSync(join(folder, 'journal'));
    const lines = readFileSync(join(folder, 'journal', file), 'utf8')
      .trimEnd()
      .split('\n');
    const operators = lines.map(parseJournalLine).filter((line) => line?.type === 'operator');
    const at = expect.any(String) as string;
    expect(operators).toEqual([
      { type: 'operator', at, where: 'console', command: { do: 'force', emotion: 'calm' } },
      {
        type: 'operator',
        at,
        where: 'console',
        command: { do: 'go', scene: 'z' },
        refused: 'the film has no scene "z"',
      },
      { type: 'operator', at, where: 'stage', command: { do: 'pause', on: true } },
    ]);
    const tally = new JournalTally();
    for (const line of lines) tally.hear(parseJournalLine(line));
    expect(tally.sum()).toMatchObject({ torn: 0, operator: { force: 1, pause: 1 } });
    tally.hear({ type: 'fault', at: new Date().toISOString(), code: 'no-camera', part: '', detail: '' });
    expect(journalText(tally.sum())).toContain('Done by the operator:\n  force        1');
  });

  it('is one line for a slider that is dragged: where it was left', () => {
    vi.useFakeTimers();
    const told: OperatorTold[] = [];
    const log = new OperatorLog((line) => told.push(line));
    for (const value of [0.1, 0.2, 0.3]) log.hear({ do: 'volume', value }, { done: true });
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1500);
    expect(told).toEqual([{ command: { do: 'volume', value: 0.3 } }]);
    // In their order, whatever comes in between; and nothing is lost at the end.
    log.hear({ do: 'volume', value: 0.4 }, { done: true });
    log.hear({ do: 'skip' }, { done: true });
    log.hear({ do: 'zone', zone: null }, { done: true });
    log.flush();
    vi.advanceTimersByTime(5000);
    expect(told.slice(1).map(({ command }) => command.do)).toEqual(['volume', 'skip', 'zone']);
  });
});
