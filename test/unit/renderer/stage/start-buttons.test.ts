import { afterEach, describe, expect, it, vi } from 'vitest';
import { midiOf, onMidiNote } from '../../../../src/renderer/stage/start-midi.ts';
import { onPadPressed } from '../../../../src/renderer/stage/start-pad.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the start button', () => {
  it('may be a MIDI note, of an instrument that is there or is plugged in later', async () => {
    const inputs = new Map<string, EventTarget>([['pad', new EventTarget()]]);
    const access = Object.assign(new EventTarget(), { inputs });
    let starts = 0;
    await onMidiNote(
      () => (starts += 1),
      () => Promise.resolve(access),
    );
    const play = (name: string, ...data: number[]): void =>
      void inputs.get(name)?.dispatchEvent(Object.assign(new Event('midimessage'), { data: Uint8Array.from(data) }));
    play('pad', 0x93, 60, 100);
    expect(starts).toBe(1);
    // A key that goes up, in both of its spellings; a control; the clock.
    for (const data of [[0x93, 60, 0], [0x83, 60, 64], [0xb0, 1, 127], [0xf8]]) play('pad', ...data);
    expect(starts).toBe(1);
    inputs.set('pedal', new EventTarget());
    access.dispatchEvent(new Event('statechange'));
    access.dispatchEvent(new Event('statechange'));
    play('pedal', 0x90, 36, 1);
    expect(starts).toBe(2);
  });

  it('does without MIDI where there is none, or none is granted', async () => {
    await expect(onMidiNote(() => undefined, null)).resolves.toBeUndefined();
    await expect(
      onMidiNote(
        () => undefined,
        () => Promise.reject(new Error('denied')),
      ),
    ).resolves.toBeUndefined();
  });

  it('never makes the browser ask a visitor whether the page may use MIDI', async () => {
    let asked = 0;
    const access = Object.assign(new EventTarget(), { inputs: new Map<string, EventTarget>() });
    const pageThatIs = (state: string): object => ({
      permissions: { query: () => Promise.resolve({ state }) },
      requestMIDIAccess: () => {
        asked += 1;
        return Promise.resolve(access);
      },
    });
    await onMidiNote(() => undefined, midiOf(pageThatIs('prompt')));
    await onMidiNote(() => undefined, midiOf(pageThatIs('denied')));
    expect(asked).toBe(0);
    await onMidiNote(() => undefined, midiOf(pageThatIs('granted')));
    expect(asked).toBe(1);
  });

  it('may be any button of a gamepad: one press, one start', async () => {
    vi.useFakeTimers();
    const page = new EventTarget();
    let pressed = false;
    vi.stubGlobal('window', page);
    vi.stubGlobal('navigator', { getGamepads: () => [null, { buttons: [{ pressed: false }, { pressed }] }] });
    let starts = 0;
    onPadPressed(() => (starts += 1));
    page.dispatchEvent(new Event('gamepadconnected'));
    await vi.advanceTimersByTimeAsync(500);
    expect(starts).toBe(0);
    pressed = true;
    await vi.advanceTimersByTimeAsync(500);
    pressed = false;
    await vi.advanceTimersByTimeAsync(100);
    pressed = true;
    await vi.advanceTimersByTimeAsync(100);
    expect(starts).toBe(2);
  });
});
