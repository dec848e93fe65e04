import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FakePage } from '../../support/fake-page.ts';
import { wholeShow, type WholeShow } from '../../support/whole-show.ts';
import { crossroads } from '../film/small-films.ts';

let folder = '';
let whole: WholeShow;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mien-consent-'));
  whole = await wholeShow(folder, crossroads({}, { privacy: { consent: 'button' } }));
});
afterEach(async () => {
  whole.operator.close();
  await whole.show.stop();
  rmSync(folder, { recursive: true, force: true });
});

function isCameraWanted({ got }: FakePage): boolean {
  const welcome = got.findLast((message) => message.type === 'welcome');
  return welcome?.type === 'welcome' && welcome.camera !== null;
}

describe('a visit with consent "button"', () => {
  it('is begun by the operator without anybody having agreed: its visitors are not read', async () => {
    const { page, operator } = whole;
    expect(await operator.do({ do: 'start' })).toBe('');
    await vi.waitFor(() => expect(operator.now.isInSession).toBe(true));
    expect(isCameraWanted(page)).toBe(false);
    await operator.do({ do: 'reset' });
    page.tell({ type: 'startPressed' });
    expect(isCameraWanted(page)).toBe(true);
  });

  it('is not begun while the scene is held: who presses then opens the camera for nobody', async () => {
    const { page, operator } = whole;
    await operator.do({ do: 'hold', on: true });
    page.tell({ type: 'startPressed' });
    await operator.do({ do: 'hold', on: false });
    await vi.waitFor(() => expect(operator.now).toMatchObject({ isHeld: false, isInSession: false }));
    expect(isCameraWanted(page)).toBe(false);
    page.tell({ type: 'startPressed' });
    expect(isCameraWanted(page)).toBe(true);
  });
});
