import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  SoundReaders,
  type OpenedSound,
  type SoundReader,
  type SoundWorker,
} from '../../../../src/renderer/sound/sound-readers.ts';
import type { PageToSound, SoundFacts, SoundToPage } from '../../../../src/renderer/sound/worker-messages.ts';

const FACTS: SoundFacts = {
  pictureEndSeconds: 9,
  fault: null,
  inSeconds: 0,
  soundEndSeconds: 9,
  sounds: true,
  undecodable: null,
};
const RANGE = { inMs: 0, outMs: null };

/** A worker that does what the test says, and no more. */
class Worker {
  readonly asked: { readonly url: string; readonly port: MessagePort; readonly heard: PageToSound[] }[] = [];
  isTerminated = false;
  answers = true;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: Pick<ErrorEvent, 'preventDefault'>) => void) | null = null;
  postMessage(data: { url: string } | null, transfer: readonly MessagePort[] = []): void {
    const [port] = transfer;
    if (data === null || port === undefined) {
      if (this.answers) this.onmessage?.({} as MessageEvent);
      return;
    }
    const heard: PageToSound[] = [];
    port.onmessage = (event: MessageEvent<PageToSound>) => void heard.push(event.data);
    this.asked.push({ url: data.url, port, heard });
  }
  terminate(): void {
    this.isTerminated = true;
  }
}

let workers: Worker[];
let readers: SoundReaders;
let lost: string[];
let dropped: number;
let brokeOff: string[];
let reader: SoundReader | null;

beforeEach(() => {
  vi.stubGlobal('window', { location: { href: 'http://stage/index.html' } });
  vi.stubGlobal(
    'AudioBuffer',
    class {
      readonly duration: number;
      readonly copied: Float32Array[] = [];
      constructor({ length, sampleRate }: AudioBufferOptions) {
        this.duration = length / sampleRate;
      }
      copyToChannel(samples: Float32Array): void {
        this.copied.push(samples);
      }
    },
  );
  workers = [];
  lost = [];
  dropped = 0;
  brokeOff = [];
  reader = null;
  readers = new SoundReaders(() => {
    const worker = new Worker();
    workers.push(worker);
    return worker as unknown as SoundWorker;
  });
});
afterEach(() => {
  readers.close();
  for (const { asked } of workers) for (const { port } of asked) port.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const open = (url = 'film/1.mp4'): OpenedSound =>
  readers.open(url, RANGE, {
    opened: (opened) => void (reader = opened),
    lost: (reason) => void lost.push(reason),
    dropped: () => void (dropped += 1),
    brokeOff: (reason) => void brokeOff.push(reason),
  });
const say = (message: SoundToPage, worker = 0, clip = 0): void =>
  workers[worker]!.asked[clip]!.port.postMessage(message);
const block = (round: number, timestamp: number): SoundToPage => ({
  type: 'block',
  round,
  block: { timestamp, sampleRate: 100, channels: [new Float32Array([0.5, 0.25])] },
  fault: null,
});

async function opened(): Promise<SoundReader> {
  open();
  say({ type: 'opened', facts: FACTS });
  await expect.poll(() => reader).not.toBeNull();
  return reader!;
}

describe('the sound that a worker reads', () => {
  it('is read by one worker for all clips, which begins with the page', () => {
    readers.start();
    expect(workers).toHaveLength(1);
    open();
    open('film/2.mp4');
    expect(workers).toHaveLength(1);
    expect(workers[0]!.asked.map(({ url }) => url)).toEqual(['http://stage/film/1.mp4', 'http://stage/film/2.mp4']);
  });

  it('comes block by block, as it is asked for, until there is no more', async () => {
    const blocks = (await opened()).sounds!(2);
    const first = blocks.next();
    await expect.poll(() => workers[0]!.asked[0]!.heard).toEqual([{ type: 'next', round: 1, fromSeconds: 2 }]);
    say(block(1, 3));
    const { value } = await first;
    expect(value).toMatchObject({ timestamp: 3, duration: 0.02 });
    expect((value as { buffer: unknown }).buffer).toMatchObject({ copied: [new Float32Array([0.5, 0.25])] });
    const second = blocks.next();
    say({ type: 'block', round: 1, block: null, fault: null });
    expect((await second).done).toBe(true);
    expect(brokeOff).toEqual([]);
  });

  it('that breaks off says why', async () => {
    const blocks = (await opened()).sounds!(0).next();
    await expect.poll(() => workers[0]!.asked[0]!.heard).toHaveLength(1);
    say({ type: 'block', round: 1, block: null, fault: 'garbage' });
    expect((await blocks).done).toBe(true);
    expect(brokeOff).toEqual(['garbage']);
  });

  it('of a round that is over is nobody’s any more', async () => {
    const { sounds } = await opened();
    const old = sounds!(0).next();
    const now = sounds!(0).next();
    expect((await old).done).toBe(true);
    say(block(1, 3));
    say(block(2, 0));
    expect((await now).value).toMatchObject({ timestamp: 0 });
  });

  it('is lost with its file, and its clip is let go', async () => {
    const clip = open();
    say({ type: 'lost', reason: 'it is not there' });
    await expect.poll(() => lost).toEqual(['it is not there']);
    await expect.poll(() => workers[0]!.asked[0]!.heard).toEqual([{ type: 'close' }]);
    clip.close();
    expect([lost.length, dropped]).toEqual([1, 0]);
  });
});

describe('a worker that', () => {
  it('fell is replaced; who was read to is told to open anew, and nobody waits for it', async () => {
    const pending = (await opened()).sounds!(0).next();
    const preventDefault = vi.fn();
    workers[0]!.onerror!({ preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    expect([lost, dropped]).toEqual([[], 1]);
    expect(workers[0]!.isTerminated).toBe(true);
    expect((await pending).done).toBe(true);
    open();
    expect(workers).toHaveLength(2);
  });

  it('does not answer for ten seconds is replaced', () => {
    vi.useFakeTimers();
    const clip = open();
    workers[0]!.answers = false;
    clip.hurry();
    vi.advanceTimersByTime(9000);
    clip.hurry();
    expect(dropped).toBe(0);
    vi.advanceTimersByTime(1500);
    expect(dropped).toBe(1);
    expect(workers[0]!.isTerminated).toBe(true);
  });

  it('answers is left alone, however long a file takes', () => {
    vi.useFakeTimers();
    const clip = open();
    for (let index = 0; index < 20; index++) {
      clip.hurry();
      vi.advanceTimersByTime(1500);
    }
    expect(dropped).toBe(0);
    expect(workers).toHaveLength(1);
  });
});
