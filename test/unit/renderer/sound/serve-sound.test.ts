import { tmpdir } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { serveSound } from '../../../../src/renderer/sound/serve-sound.ts';
import { SoundFiles } from '../../../../src/renderer/sound/sound-files.ts';
import type { SoundBlock, SoundFacts, SoundToPage } from '../../../../src/renderer/sound/worker-messages.ts';
import { StageHouse } from '../../../support/stage/house.ts';
import { wav } from '../../../support/wav.ts';

const RATE = 8000;
const SECONDS = 60;
/** Each second of the file is as loud as it is late. */
const levelAt = (i: number): number => Math.floor(i / RATE) / SECONDS;

let house: StageHouse;
let files: SoundFiles;
let ports: MessagePort[];
let fetched: MockInstance<typeof fetch>;

beforeEach(async () => {
  house = await StageHouse.open(tmpdir(), []);
  house.files.set('/film/tone.wav', wav(RATE, SECONDS, levelAt));
  files = new SoundFiles(100);
  ports = [];
  fetched = vi.spyOn(globalThis, 'fetch');
});
afterEach(async () => {
  for (const port of ports) port.postMessage({ type: 'close' });
  await new Promise((done) => setTimeout(done, 200));
  vi.restoreAllMocks();
  await house.close();
});

/** How often a file was asked for from its first byte on, as whoever opens it does. */
const openings = (): number =>
  fetched.mock.calls.filter(([, init]) => JSON.stringify([...new Headers(init?.headers)]).includes('bytes=0-')).length;

class Clip {
  readonly heard: SoundToPage[] = [];
  readonly #port: MessagePort;
  constructor(inMs: number, outMs: number | null, path = '/film/tone.wav') {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    ports.push(port1);
    port1.onmessage = ({ data }: MessageEvent<SoundToPage>) => void this.heard.push(data);
    serveSound(files, { url: `${house.address}${path}`, inMs, outMs }, port2);
  }
  tell(type: 'hurry' | 'close'): void {
    this.#port.postMessage({ type });
  }
  async #message<T extends SoundToPage['type']>(type: T, from = 0): Promise<Extract<SoundToPage, { type: T }>> {
    await expect.poll(() => this.heard.slice(from).map((message) => message.type)).toContain(type);
    return this.heard.slice(from).find((message) => message.type === type) as Extract<SoundToPage, { type: T }>;
  }
  async facts(): Promise<SoundFacts> {
    return (await this.#message('opened')).facts;
  }
  async lost(): Promise<string> {
    return (await this.#message('lost')).reason;
  }
  async next(round: number, fromSeconds = 0): Promise<SoundBlock | null> {
    const from = this.heard.length;
    this.#port.postMessage({ type: 'next', round, fromSeconds });
    const answer = await this.#message('block', from);
    expect(answer.round).toBe(round);
    return answer.block;
  }
}

describe("the sound of a film's clips", () => {
  it('is read from one opened file for all of them, whatever their number', async () => {
    const clips = Array.from({ length: 8 }, (_, index) => new Clip(index * 5000, index * 5000 + 2000));
    for (const [index, clip] of clips.entries()) {
      expect(await clip.facts()).toMatchObject({ inSeconds: index * 5, fault: null, sounds: true });
      const block = (await clip.next(1))!;
      // What is before the range is there to be right at it.
      expect(block.timestamp).toBeLessThanOrEqual(index * 5);
      expect(block.timestamp).toBeGreaterThan(index * 5 - 0.5);
      expect(block.channels[0]!.at(-1)).toBeCloseTo(levelAt(index * 5 * RATE), 3);
    }
    expect(openings()).toBe(1);
  });

  it('is the whole of the range, in order, and ends with it', async () => {
    const clip = new Clip(10_000, 12_000);
    await clip.facts();
    const blocks: SoundBlock[] = [];
    for (let block = await clip.next(1); block !== null; block = await clip.next(1)) blocks.push(block);
    const ends = blocks.map(({ timestamp, channels }) => timestamp + channels[0]!.length / RATE);
    expect(blocks.slice(1).every(({ timestamp }, i) => Math.abs(timestamp - ends[i]!) < 1 / RATE)).toBe(true);
    expect(blocks[0]!.timestamp).toBeLessThanOrEqual(10);
    expect(ends.at(-1)).toBeGreaterThanOrEqual(12);
    expect(ends.at(-1)).toBeLessThan(12.5);
    const at11 = blocks.find(({ timestamp }, i) => timestamp <= 11.2 && ends[i]! > 11.2)!;
    expect(at11.channels[0]![Math.round((11.2 - at11.timestamp) * RATE)]).toBeCloseTo(11 / SECONDS, 3);
  });

  it('costs little of a long file: where it is, and the part itself', async () => {
    house.files.set(
      '/film/long.wav',
      wav(RATE, 10 * SECONDS, () => 0.5),
    );
    const clip = new Clip(5 * SECONDS * 1000, null, '/film/long.wav');
    await clip.facts();
    expect((await clip.next(1))!.channels[0]![0]).toBeCloseTo(0.5, 3);
    // Of twenty parts of half a megabyte.
    expect(fetched.mock.calls.length).toBeLessThanOrEqual(4);
  });

  it('begins anew with a new round', async () => {
    const clip = new Clip(10_000, null);
    await clip.facts();
    const first = await clip.next(1);
    await clip.next(1);
    expect((await clip.next(2))!.timestamp).toBe(first!.timestamp);
  });

  it('begins further on where it joins in late', async () => {
    const clip = new Clip(10_000, null);
    await clip.facts();
    const { timestamp } = (await clip.next(1, 20))!;
    expect(timestamp).toBeLessThanOrEqual(30);
    expect(timestamp).toBeGreaterThan(29.5);
  });

  it('says what is missing at the end of a file that was cut short', async () => {
    const whole = wav(RATE, SECONDS, levelAt);
    house.files.set('/film/short.wav', whole.slice(0, whole.length / 2));
    const facts = await new Clip(0, null, '/film/short.wav').facts();
    expect(facts.sounds).toBe(true);
    expect(facts.soundEndSeconds).toBeLessThan(SECONDS / 2 + 1);
  });
});

describe('a file that is not there', () => {
  it('is lost at once, and opened anew for the next clip', async () => {
    house.faults.set('/film/tone.wav', 'missing');
    expect(await new Clip(0, null).lost()).toContain('404');
    house.faults.clear();
    expect((await new Clip(0, null).facts()).sounds).toBe(true);
  });

  it('is lost when its clip has waited long and it hangs, and keeps no connection', async () => {
    house.files.set('/film/tone.wav', new Uint8Array(20));
    house.faults.set('/film/tone.wav', 'stalls');
    const clip = new Clip(0, null);
    await new Promise((done) => setTimeout(done, 2500));
    expect(house.open.size).toBe(1);
    clip.tell('hurry');
    expect(await clip.lost()).toContain('hangs');
    await expect.poll(() => house.open.size).toBe(0);
  });

  it('is no file that has given all that it was asked for, however long ago: what is late then is the machine', async () => {
    const clip = new Clip(0, null);
    await clip.facts();
    await new Promise((done) => setTimeout(done, 2500));
    clip.tell('hurry');
    await new Promise((done) => setTimeout(done, 500));
    expect(clip.heard.map(({ type }) => type)).toEqual(['opened']);
  });
});

describe('a file that nobody uses any more', () => {
  it('stays open for a little while, then is closed', async () => {
    const clip = new Clip(0, null);
    await clip.facts();
    clip.tell('close');
    await new Promise((done) => setTimeout(done, 30));
    const soon = new Clip(5000, null);
    await soon.facts();
    expect(openings()).toBe(1);
    soon.tell('close');
    await new Promise((done) => setTimeout(done, 400));
    await new Clip(5000, null).facts();
    expect(openings()).toBe(2);
  });
});
