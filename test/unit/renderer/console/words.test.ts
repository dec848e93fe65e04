import { describe, expect, it } from 'vitest';
import type { ShowNow } from '../../../../src/protocol/console-messages.ts';
import { trouble } from '../../../../src/renderer/console/words.ts';

const now = (state: ShowNow['camera']['state'], isClosed = false): ShowNow =>
  ({ hasPage: true, isClosed, camera: { state, label: '', wanted: null, all: [] } }) as unknown as ShowNow;

describe('what wants the hand of the operator', () => {
  it.each(['none', 'lost', 'denied', 'frozen', 'black'] as const)('a camera that is %s', (state) => {
    expect(trouble(now(state))).toContain('camera');
    // In a closed house it is off.
    expect(trouble(now(state, true))).toBeNull();
  });

  it.each(['live', 'off'] as const)('not a camera that is %s', (state) => {
    expect(trouble(now(state))).toBeNull();
  });
});
