/** What of the browser's MIDI is used; a page without it, or without the right to it, has no such button. */
type AskForMidi = () => Promise<MidiAccess>;
interface MidiPage {
  readonly requestMIDIAccess: AskForMidi;
  readonly permissions: { query(what: { readonly name: 'midi' }): Promise<{ readonly state: string }> };
}
interface MidiAccess extends EventTarget {
  readonly inputs: ReadonlyMap<string, EventTarget>;
}

/** The upper half of a message's first byte: a key goes down (MIDI 1.0). The lower half is the channel. */
const NOTE_ON = 0x90;

/**
 * Calls `onStart` at each note of any MIDI instrument: pads, pedals and light barriers call themselves that. Instruments
 * that are plugged in later are heard too.
 */
export async function onMidiNote(onStart: () => void, ask: AskForMidi | null = midiOf(navigator)): Promise<void> {
  if (ask === null) return;
  const heard = new WeakSet<EventTarget>();
  const hear = (event: Event): void => {
    const [status = 0, , velocity = 0] = (event as Event & { readonly data?: Uint8Array }).data ?? [];
    // A note of no velocity is a key that goes up.
    if ((status & 0xf0) === NOTE_ON && velocity > 0) onStart();
  };
  try {
    const access = await ask();
    const listen = (): void => {
      for (const input of access.inputs.values()) {
        if (!heard.has(input)) input.addEventListener('midimessage', hear);
        heard.add(input);
      }
    };
    access.addEventListener('statechange', listen);
    listen();
  } catch {
    // Not granted, or no MIDI on this machine: keys, clicks and pads are still there.
  }
}

/** Asks the browser only where its answer is known to be yes: a visitor must never see its question. */
export function midiOf(page: object): AskForMidi | null {
  const { requestMIDIAccess, permissions } = page as Partial<MidiPage>;
  if (requestMIDIAccess === undefined || permissions === undefined) return null;
  return async () => {
    const { state } = await permissions.query({ name: 'midi' });
    if (state !== 'granted') throw new Error('MIDI is not granted');
    return requestMIDIAccess.call(page);
  };
}
