import { beforeEach, describe, expect, it } from 'vitest';
import { Speakers, type SpeakersFact } from '../../../../src/renderer/stage/speakers.ts';

let labels: readonly string[];
let hasChanged: () => void;
let refusal: string | null;
let sinks: string[];
let told: SpeakersFact[];
let speakers: Speakers;

/** Lets everything that waits come to its end. */
const settled = (): Promise<void> => new Promise((done) => setTimeout(done));
const changeTo = async (...now: readonly string[]): Promise<void> => {
  labels = now;
  hasChanged();
  await settled();
};
const reasons = (): readonly (string | null)[] => told.map(({ missing }) => missing);

beforeEach(() => {
  labels = ['Built-in', 'Hall HDMI'];
  hasChanged = () => undefined;
  refusal = null;
  sinks = [];
  told = [];
  const context = {
    setSinkId: (id: string) => {
      if (refusal !== null) return Promise.reject(new Error(refusal));
      sinks.push(id);
      return Promise.resolve();
    },
  };
  const outputs = {
    enumerateDevices: () =>
      Promise.resolve([
        { kind: 'videoinput', label: 'HDMI grabber', deviceId: 'grabber' },
        ...labels.map((label) => ({ kind: 'audiooutput', label, deviceId: `id of ${label}` })),
      ] as MediaDeviceInfo[]),
    addEventListener: (_type: string, listener: unknown) => {
      hasChanged = listener as () => void;
    },
  };
  speakers = new Speakers(
    context,
    outputs,
    () => undefined,
    (fact) => told.push(fact),
  );
});

describe('loudspeakers that were chosen', () => {
  it('get the sound by a word of their name, and main is told that they do', async () => {
    await speakers.use('hdmi');
    expect(sinks).toEqual(['id of Hall HDMI']);
    expect(told).toEqual([{ type: 'speakers', wished: 'hdmi', missing: null }]);
  });

  it('are told as missing once where no output has such a name, with the names that there are', async () => {
    await speakers.use('HMDI');
    await changeTo('Built-in');
    speakers.lookAgain();
    await settled();
    const missing = 'no output has such a name; there is "Built-in", "Hall HDMI"';
    expect(told).toEqual([{ type: 'speakers', wished: 'HMDI', missing }]);
    expect(sinks).toEqual([]);
  });

  it('are told again at each change: found, gone, and found; what is gone gives way to the system', async () => {
    labels = ['Built-in'];
    await speakers.use('hdmi');
    await changeTo('Built-in', 'Hall HDMI');
    await changeTo('Built-in', 'Hall HDMI', 'Booth');
    await changeTo('Built-in');
    await changeTo('Hall HDMI');
    const missing = 'no output has such a name; there is "Built-in"';
    expect(reasons()).toEqual([missing, null, missing, null]);
    expect(sinks).toEqual(['id of Hall HDMI', 'id of Hall HDMI', '', 'id of Hall HDMI']);
  });

  it('are told where the browser refuses them', async () => {
    refusal = 'it is in use';
    await speakers.use('hdmi');
    await changeTo('Built-in', 'Hall HDMI');
    expect(reasons()).toEqual(['the browser refused: Error: it is in use']);
    refusal = null;
    await changeTo('Built-in', 'Hall HDMI');
    expect(reasons().at(-1)).toBeNull();
  });

  it('are not told as missing by a page that is told no names, and are found once it is', async () => {
    labels = ['', ''];
    await speakers.use('hdmi');
    labels = [];
    speakers.lookAgain();
    await settled();
    expect(told).toEqual([]);
    labels = ['Built-in', 'Hall HDMI'];
    speakers.lookAgain();
    await settled();
    expect(reasons()).toEqual([null]);
  });

  it('are told again to a main that welcomes the page again, and anew where others are chosen', async () => {
    await speakers.use('booth');
    await speakers.use('booth');
    expect(told).toHaveLength(2);
    expect(told[1]).toEqual(told[0]);
    await speakers.use('built');
    expect(told.at(-1)).toEqual({ type: 'speakers', wished: 'built', missing: null });
  });

  it('are those of the last words, where others are chosen while they are looked for', async () => {
    void speakers.use('built');
    await speakers.use('hdmi');
    await settled();
    expect(sinks.at(-1)).toBe('id of Hall HDMI');
    expect(told.at(-1)).toEqual({ type: 'speakers', wished: 'hdmi', missing: null });
  });
});
