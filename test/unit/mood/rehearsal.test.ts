import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { emptyRoom, presenceAt, stepMood } from '../../../src/mood/mood-fold.ts';
import { parseTrace } from '../../../src/mood/trace.ts';
import { readingsOf } from '../../../src/mood/trace-readings.ts';
import { EMOTIONS } from '../../../src/protocol/emotions.ts';

const file = new URL('../../../film/rehearsal.csv', import.meta.url);
const script = new URL('../../../scripts/rehearsal.mjs', import.meta.url);

describe('the trace that a show without a camera plays', () => {
  const text = readFileSync(file, 'utf8');

  it('is what its script makes', async () => {
    const { rehearsal } = (await import(script.href)) as { rehearsal: () => string };
    expect(text).toBe(rehearsal());
  });

  it('has visitors who arrive, feel and go, with an empty room between them', () => {
    const parsed = parseTrace(text);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(parsed.trace.viewers).toHaveLength(8);
    const visits: { fromMs: number; most: number }[] = [];
    let room = emptyRoom();
    let wasEmpty = true;
    for (const one of readingsOf(parsed.trace, 5)) {
      room = stepMood(room, one, one.capturedAtMs);
      const { viewers } = presenceAt(room, one.capturedAtMs);
      if (viewers > 0 && wasEmpty) visits.push({ fromMs: one.capturedAtMs, most: 0 });
      const visit = visits.at(-1);
      if (visit !== undefined) visit.most = Math.max(visit.most, viewers);
      wasEmpty = viewers === 0;
    }
    expect(visits.map(({ most }) => most)).toEqual([1, 1, 1, 1, 1, 1, 2]);
    expect(room.readMs).toBeGreaterThan(25 * 60_000);
    expect(room.readMs).toBeLessThan(40 * 60_000);
  });

  it('shows faces in every mood, none of them certain', () => {
    const parsed = parseTrace(text);
    if (!parsed.ok) throw new Error('refused');
    const leading = new Set<string>();
    for (const { faces } of parsed.trace.moments) {
      for (const { scores } of faces) {
        const [first] = EMOTIONS.map((emotion) => [emotion, scores![emotion]] as const).sort((a, b) => b[1] - a[1]);
        leading.add(first![0]);
        expect(first![1]).toBeLessThan(0.97);
      }
    }
    expect([...leading].sort()).toEqual([...EMOTIONS].sort());
  });
});
