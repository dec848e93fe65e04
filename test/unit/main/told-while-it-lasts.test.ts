import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { wholeShow, type WholeShow } from '../../support/whole-show.ts';
import { crossroads } from '../film/small-films.ts';

let folder = '';
let whole: WholeShow | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mien-told-'));
});
afterEach(async () => {
  whole?.operator.close();
  await whole?.show.stop();
  rmSync(folder, { recursive: true, force: true });
});

const health = async ({ ask }: WholeShow): Promise<unknown> => JSON.parse(await ask('/health'));

it('a camera that was chosen and is missing is named at the console and in /health, until it is there', async () => {
  whole = await wholeShow(folder, crossroads(), { camera: { kind: 'device', device: 'Hall', elseTrace: null } });
  const { page, operator } = whole;
  expect(await health(whole)).toMatchObject({ missingCamera: null, faults: {} });
  page.tell({ type: 'camera', state: 'live', label: 'Built-in', detail: '', insteadOf: 'Hall' });
  expect(await health(whole)).toMatchObject({ missingCamera: 'Hall', faults: { 'other-camera': 1 } });
  await vi.waitFor(() => expect(operator.now.camera).toMatchObject({ label: 'Built-in', insteadOf: 'Hall' }));
  page.tell({ type: 'camera', state: 'live', label: 'Hall', detail: '' });
  expect(await health(whole)).toMatchObject({ missingCamera: null, faults: { 'other-camera': 1 } });
  await vi.waitFor(() => expect(operator.now.camera).toMatchObject({ label: 'Hall', insteadOf: null }));
});

it('loudspeakers that were chosen and are missing are told once, and again only after they have been there', async () => {
  whole = await wholeShow(folder, crossroads(), { speakers: 'HDMI' });
  const { page } = whole;
  const missing = 'no output has such a name; there is "Built-in"';
  const tell = (reason: string | null): void => page.tell({ type: 'speakers', wished: 'HDMI', missing: reason });
  const count = (times: number) => ({ faults: { 'other-speakers': times } });
  tell(missing);
  // Of another page, or of one that was welcomed again.
  tell(missing);
  expect(await health(whole)).toMatchObject(count(1));
  tell(null);
  expect(await health(whole)).toMatchObject(count(1));
  tell(missing);
  expect(await health(whole)).toMatchObject(count(2));
});

it('the frame rate of the stage is in /metrics, and what it dropped', async () => {
  whole = await wholeShow(folder, crossroads());
  const { page, ask } = whole;
  const beat = { type: 'position', cueId: 0, positionMs: 0, stageNowMs: 0 } as const;
  page.tell({ ...beat, pictures: { perSecond: 24.5, dropped: 2, rates: null } });
  page.tell(beat);
  page.tell({ ...beat, pictures: { perSecond: 23, dropped: 1, rates: { film: 25, screen: 60 } } });
  expect(await ask('/metrics')).toContain('\nmien_pictures_per_second 23\n');
  expect(await ask('/metrics')).toContain('\nmien_pictures_dropped_total 3\n');
  expect(await health(whole)).toMatchObject({
    picturesPerSecond: 23,
    picturesDropped: 3,
    rates: { film: 25, screen: 60 },
  });
});
