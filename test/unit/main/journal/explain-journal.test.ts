import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runMien } from '../../../support/run-mien.ts';
import { decisionOf, sessionOf } from './sample-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'mien-explain-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a journal file', () => {
  const began = new Date(2026, 10, 24, 10);
  const cutOff = new Date(2026, 10, 24, 11).toISOString();
  const decision = (session: string) => ({
    type: 'decision',
    at: session,
    session,
    film: 'W',
    ...decisionOf('sea', 'sun'),
  });
  const lines = [
    { type: 'show', at: began.toISOString(), what: 'began', film: 'W' },
    decision(began.toISOString()),
    { type: 'fault', at: began.toISOString(), code: 'camera-lost', part: 'c', detail: 'd' },
    sessionOf(began, ['sea', 'sun'], 'glow'),
    decision(cutOff),
  ];
  const file = join(folder, '2026-11-24.jsonl');
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

  it('is explained session by session, with the decisions of one that was cut off', async () => {
    const { status, out } = await runMien(['explain', file], 60);
    expect(status).toBe(0);
    expect(out.match(/^Session /gm)).toHaveLength(2);
    expect(out).toContain(`Session ${cutOff}`);
    expect(out.match(/ {3}\* rule 1 to sun: happiness is dominant/g)).toHaveLength(2);
  });

  it('is summed up by mien journal, as JSON too; a missing one is exit 1', async () => {
    const { out } = await runMien(['journal', folder, '--json'], 60);
    expect(JSON.parse(out)).toMatchObject({ sessions: 1, cutOff: 1, faults: { 'camera-lost': 1 } });
    expect((await runMien(['journal', join(folder, 'nothing')], 60)).status).toBe(1);
    expect((await runMien(['journal', folder, '--json', '--csv'], 60)).status).toBe(2);
  });
});
