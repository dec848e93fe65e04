import { beforeEach, describe, expect, it } from 'vitest';
import type { PlayableBlock, SoundReader } from '../../../../src/renderer/sound/sound-readers.ts';
import { ClipSound } from '../../../../src/renderer/stage/clip-sound.ts';
import type { Sound } from '../../../../src/renderer/stage/sound.ts';

/** Of a film in one file. */
const FILE_S = 1800;
/** As long as a packet of Opus. */
const BLOCK_S = 0.02;
/** The promise: of a clip that waits its first second, of one that plays no more than the next seconds. */
const WAITING_S = 1;
const PLAYING_S = 2;
const TICK_MS = 50;

/** A block that was laid on the audio clock. */
class Laid {
  buffer: unknown = null;
  onEnded: () => void = () => undefined;
  startsAt = 0;
  isStopped = false;

  connect(): void {
    // Into the graph that there is none of here.
  }
  disconnect(): void {
    laid.delete(this);
  }
  addEventListener(_type: 'ended', listener: () => void): void {
    this.onEnded = listener;
  }
  start(whenSeconds: number): void {
    this.startsAt = whenSeconds;
    laid.add(this);
  }
  stop(): void {
    this.isStopped = true;
  }
}

let laid: Set<Laid>;
let decodedSeconds: number;
let isReturned: boolean;
let heardSeconds: number;
let sound: Sound;
let reader: SoundReader;

/** A decoder that is as quick as it is asked. */
async function* decoded(): AsyncGenerator<PlayableBlock, void, unknown> {
  try {
    for (let index = 0; index * BLOCK_S < FILE_S; index++) {
      decodedSeconds = (index + 1) * BLOCK_S;
      yield await Promise.resolve({ buffer: {} as AudioBuffer, timestamp: index * BLOCK_S, duration: BLOCK_S });
    }
  } finally {
    isReturned = true;
  }
}

beforeEach(() => {
  laid = new Set();
  decodedSeconds = 0;
  isReturned = false;
  heardSeconds = 0;
  const context = {
    sampleRate: 48_000,
    get currentTime() {
      return heardSeconds;
    },
    createBufferSource: () => new Laid(),
  };
  const clock = { contextSeconds: (filmMs: number) => filmMs / 1000 };
  const channel = { node: {}, fade: () => undefined, cut: () => undefined };
  sound = { context, clock, runs: true, channel: () => channel } as unknown as Sound;
  reader = {
    pictureEndSeconds: null,
    undecodable: null,
    fault: null,
    inSeconds: 0,
    soundEndSeconds: FILE_S,
    sounds: decoded,
  };
});

/** All that can be decoded without waiting is decoded, and what has been heard is over. */
async function pass(clip: ClipSound, seconds: number): Promise<void> {
  for (const end = heardSeconds + seconds; heardSeconds < end; heardSeconds += TICK_MS / 1000) {
    clip.tick(heardSeconds * 1000);
    await new Promise((done) => setImmediate(done));
    for (const block of laid) if (block.startsAt + BLOCK_S <= heardSeconds) block.onEnded();
    expect(decodedSeconds - heardSeconds).toBeLessThan(PLAYING_S);
    expect(laid.size * BLOCK_S).toBeLessThan(PLAYING_S);
  }
}

describe('the sound of a clip in a file of half an hour', () => {
  it('is decoded up to its first second while the clip waits for its turn, however long that is', async () => {
    const clip = new ClipSound(reader, sound, 1);
    await pass(clip, 60);
    expect(clip.ready).toBe(true);
    expect(decodedSeconds).toBeGreaterThan(0);
    expect(decodedSeconds).toBeLessThanOrEqual(WAITING_S);
    expect(laid.size).toBe(0);
  });

  it('is held for the next seconds alone while the clip plays, and not at all once it is let go', async () => {
    const clip = new ClipSound(reader, sound, 1);
    clip.start(0);
    await pass(clip, 60);
    expect(decodedSeconds).toBeGreaterThan(60);
    const rest = [...laid];
    expect(rest.length).toBeGreaterThan(0);
    clip.close();
    await new Promise((done) => setImmediate(done));
    expect(rest.every(({ isStopped }) => isStopped)).toBe(true);
    expect(laid.size).toBe(0);
    expect(isReturned).toBe(true);
  });
});
