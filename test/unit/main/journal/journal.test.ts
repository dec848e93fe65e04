import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from '../../../../src/main/journal/journal.ts';
import { filesToRemove, inOrder } from '../../../../src/main/journal/journal-files.ts';
import type { JournalLine } from '../../../../src/main/journal/journal-line.ts';
import { readJournal } from '../../../../src/main/journal/read-journal.ts';
import { sessionOf } from './sample-lines.ts';

let folder = '';
const noon = new Date(2026, 10, 24, 12, 0, 0);
const line = (number: number): JournalLine => sessionOf(new Date(noon.getTime() + number), ['sea', 'sun'], 'sun');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-journal-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function read(path: string): Promise<readonly (JournalLine | null)[]> {
  const lines: (JournalLine | null)[] = [];
  for await (const one of readJournal(path)) lines.push(one);
  return lines;
}

describe('the journal', () => {
  it('keeps one file a day, its lines in their order', async () => {
    let now = noon;
    const journal = new Journal({ folder, now: () => now });
    journal.write(line(1));
    journal.write(line(2), true);
    await journal.settled();
    now = new Date(2026, 10, 25, 0, 0, 1);
    journal.write(line(3), true);
    await journal.close();
    expect(readdirSync(folder).toSorted()).toEqual(['2026-11-24.jsonl', '2026-11-25.jsonl']);
    expect(await read(folder)).toEqual([line(1), line(2), line(3)]);
  });

  it('loses at most a torn last line: what was torn is closed off, what follows is whole', async () => {
    writeFileSync(join(folder, '2026-11-24.jsonl'), `${JSON.stringify(line(1))}\n{"type":"session","se`);
    const journal = new Journal({ folder, now: () => noon });
    journal.write(line(2), true);
    await journal.close();
    expect(await read(folder)).toEqual([line(1), null, line(2)]);
  });

  it.skipIf(process.platform !== 'linux')('waits out a full disk and stops nothing', async () => {
    const today = join(folder, '2026-11-24.jsonl');
    symlinkSync('/dev/full', today);
    const failures: string[] = [];
    const journal = new Journal({ folder, now: () => noon, retryMs: 20, onFailure: (why) => failures.push(why) });
    journal.write(line(1), true);
    journal.write(line(2), true);
    await journal.settled();
    await expect.poll(() => failures.length).toBe(1);
    expect(failures[0]).toContain('ENOSPC');
    expect(journal.waiting).toBe(2);
    unlinkSync(today);
    await expect.poll(() => journal.waiting).toBe(0);
    await journal.close();
    expect(await read(folder)).toEqual([line(1), line(2)]);
    // Told once, however often it was tried.
    expect(failures).toHaveLength(1);
  });

  it('tries at once where it is told to, and does not wait for the next try', async () => {
    writeFileSync(join(folder, 'file'), '');
    const journal = new Journal({ folder: join(folder, 'file'), now: () => noon, retryMs: 600_000 });
    journal.write(line(1));
    await journal.settled();
    expect(journal.waiting).toBe(1);
    rmSync(join(folder, 'file'));
    await journal.flush();
    expect(journal.waiting).toBe(0);
    await journal.close();
    expect(await read(join(folder, 'file'))).toEqual([line(1)]);
  });

  it('stops nothing where no folder can be made (a read-only disk), and says so once', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const failures: string[] = [];
    const journal = new Journal({ folder: join(file, 'journal'), retryMs: 5, onFailure: (why) => failures.push(why) });
    for (let number = 0; number < 2500; number += 1) journal.write(line(number));
    await journal.close();
    expect(failures).toHaveLength(1);
    expect(journal.lost).toBe(500);
  });

  it('is limited in days and bytes', async () => {
    for (const day of ['2026-08-01', '2026-11-20', '2026-11-23']) {
      writeFileSync(join(folder, `${day}.jsonl`), 'x'.repeat(400));
    }
    writeFileSync(join(folder, 'notes.txt'), 'not ours');
    const journal = new Journal({ folder, now: () => noon, limits: { days: 90, bytes: 700 } });
    journal.write(line(1), true);
    await journal.close();
    // 1 August is too old, 20 November too much; what is not ours is left alone.
    expect(readdirSync(folder).toSorted()).toEqual(['2026-11-23.jsonl', '2026-11-24.jsonl', 'notes.txt']);
  });

  it('goes on in a next part when one day alone outgrows its share', async () => {
    const limits = { days: 90, bytes: 8 * 1500 };
    const journal = new Journal({ folder, now: () => noon, limits });
    for (let number = 0; number < 40; number += 1) journal.write(line(number));
    await journal.close();
    const names = inOrder(readdirSync(folder));
    expect(names.length).toBeGreaterThan(1);
    const total = names.reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0);
    expect(total).toBeLessThan(limits.bytes + 2 * 1500);
    const kept = await read(folder);
    expect(kept.at(-1)).toEqual(line(39));
    expect(kept).not.toContain(null);
  });
});

describe('which files of a journal go', () => {
  const sized = (...names: string[]) => names.map((name) => ({ name, bytes: 10 }));
  it.each([
    { files: sized('2026-11-24.jsonl'), limits: { days: 1, bytes: 1 }, gone: [] },
    {
      files: sized('2026-11-23.jsonl', '2026-11-24.jsonl'),
      limits: { days: 1, bytes: 99 },
      gone: ['2026-11-23.jsonl'],
    },
    {
      files: sized('2026-11-24.10.jsonl', '2026-11-24.9.jsonl'),
      limits: { days: 9, bytes: 15 },
      gone: ['2026-11-24.9.jsonl'],
    },
    { files: sized('../evil.jsonl', '2026-11-24.jsonl'), limits: { days: 1, bytes: 1 }, gone: [] },
    // A clock that was set forward and back again: the file of the future is the newest and stays.
    { files: sized('2030-01-01.jsonl', '2026-11-24.jsonl'), limits: { days: 9, bytes: 99 }, gone: [] },
  ])('$files with $limits: $gone', ({ files, limits, gone }) => {
    expect(filesToRemove(files, limits, '2026-11-24')).toEqual(gone);
  });

  const limits = { days: 90, bytes: 1000 };
  const kept = (today: string, ...days: readonly string[]): readonly string[] => {
    const files = sized(...days.map((day) => `${day}.jsonl`), `${today}.jsonl`);
    const going = filesToRemove(files, limits, today);
    return days.filter((day) => !going.includes(`${day}.jsonl`));
  };

  it('is none of the last 55 days, though the clock is years ahead for one line', () => {
    expect(kept('2030-01-01', '2026-10-01', '2026-11-23', '2026-11-24')).toEqual([
      '2026-10-01',
      '2026-11-23',
      '2026-11-24',
    ]);
    // The clock is right again; the line of the future is the newest, and stays.
    expect(kept('2026-11-25', '2026-10-01', '2026-11-24', '2030-01-01')).toEqual([
      '2026-10-01',
      '2026-11-24',
      '2030-01-01',
    ]);
  });

  it.each([
    ['every day', '2026-11-23'],
    ['after a holiday', '2026-11-03'],
    ['on one evening a month', '2026-10-20'],
  ])('is each that is older than 90 days, on the day itself, where the house opens %s', (_, before) => {
    expect(kept('2026-11-24', '2026-08-26', '2026-08-27', before)).toEqual(['2026-08-27', before]);
  });

  it('is each that is older than 90 days on the second day at the latest, where the house was dark for longer', () => {
    expect(kept('2026-11-24', '2026-07-01', '2026-07-31')).toEqual(['2026-07-01', '2026-07-31']);
    expect(kept('2026-11-25', '2026-07-01', '2026-07-31', '2026-11-24')).toEqual(['2026-11-24']);
  });
});
