import { describe, expect, it } from 'vitest';
import { PictureWatch, glance, type PictureTrouble } from '../../../../src/main/camera/picture-watch.ts';
import { encodeFrame, pixelBytes, type Frame, type PixelFormat } from '../../../../src/protocol/frame-codec.ts';

const WIDTH = 64;
const HEIGHT = 36;

/** A synthetic picture: one brightness, with as much noise as the seed gives it. */
function frameOf(brightness: number, noise = 0, seed = 1, format: PixelFormat = 'i420'): Frame {
  let state = seed;
  const pixels = new Uint8Array(pixelBytes(format, WIDTH, HEIGHT));
  for (let at = 0; at < pixels.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    pixels[at] = brightness + Math.round((state / 2 ** 32) * noise);
  }
  return { capturedAtMs: 0, width: WIDTH, height: HEIGHT, format, pixels };
}

function watched() {
  const told: (PictureTrouble | null)[] = [];
  const reopenedAtMs: number[] = [];
  let nowMs = 1000;
  let seed = 1;
  const watch = new PictureWatch({
    onChange: (trouble) => told.push(trouble),
    onReopen: () => reopenedAtMs.push(nowMs),
  });
  /** Pictures for so long. @returns how many of them may be read. */
  const see = (forMs: number, picture: (seed: number) => Frame, everyMs = 100): number => {
    let read = 0;
    for (const endMs = nowMs + forMs; nowMs < endMs; nowMs += everyMs) {
      if (watch.look(encodeFrame(picture(seed++)), nowMs)) read += 1;
    }
    return read;
  };
  return { watch, told, reopenedAtMs, see, pause: (ms: number) => void (nowMs += ms) };
}
const room = (seed: number): Frame => frameOf(90, 3, seed);
const still = (): Frame => frameOf(90, 3, 7);
const capped = (seed: number): Frame => frameOf(0, 4, seed);

describe('a picture of a device', () => {
  it('that only its noise moves is well: nobody has to be in the room', () => {
    const { told, see } = watched();
    expect(see(60_000, room)).toBe(600);
    expect(told).toEqual([]);
  });

  it('that stays the same for 5 s is frozen: told once, and not read until it moves', () => {
    const { watch, told, see } = watched();
    see(1000, room);
    see(4900, still);
    expect(told).toEqual([]);
    see(300, still);
    expect(told).toEqual(['frozen']);
    expect(see(10_000, still)).toBe(0);
    expect(told).toEqual(['frozen']);
    expect(see(3000, room)).toBe(30);
    expect(told).toEqual(['frozen', null]);
    expect(watch.trouble).toBeNull();
  });

  it('is well where each of its pictures comes twice, or seldom', () => {
    const { told, see, pause } = watched();
    see(20_000, (seed) => room(seed >> 1));
    pause(60_000);
    see(60_000, room, 1000);
    pause(60_000);
    see(1000, still);
    // The reading was paused, and nothing came at all.
    pause(60_000);
    see(1000, still);
    expect(told).toEqual([]);
  });

  it('that stays frozen is opened anew at growing waits, of 30 s and more after the first tries', () => {
    const { reopenedAtMs, see } = watched();
    see(600_000, still);
    const waits = reopenedAtMs.slice(1).map((atMs, index) => atMs - reopenedAtMs[index]!);
    expect(waits.slice(0, 2)).toEqual([10_000, 20_000]);
    expect(Math.min(...waits.slice(2))).toBeGreaterThanOrEqual(30_000);
    expect(reopenedAtMs.length).toBeGreaterThan(8);
  });

  it('that freezes again right after each opening is not opened anew more often for that', () => {
    const { reopenedAtMs, told, see } = watched();
    for (let round = 0; round < 60; round++) {
      see(3000, room);
      see(7000, still);
    }
    expect(told.filter((trouble) => trouble === 'frozen')).toHaveLength(60);
    expect(reopenedAtMs.length).toBeLessThan(600 / 30);
  });

  it('is opened anew at once where it had been well for long', () => {
    const { reopenedAtMs, see } = watched();
    see(100_000, still);
    const before = reopenedAtMs.length;
    see(120_000, room);
    see(5200, still);
    expect(reopenedAtMs).toHaveLength(before + 1);
  });

  it.each([
    ['of full range', (seed: number) => frameOf(0, 4, seed)],
    ['of limited range', (seed: number) => frameOf(16, 4, seed)],
    ['in RGB', (seed: number) => frameOf(0, 4, seed, 'rgba')],
    ['in grey', (seed: number) => frameOf(0, 4, seed, 'grey')],
    ['of zeros alone, which is not called frozen', () => frameOf(0)],
  ])('that is black for 5 s, %s, is told once and opened anew once, until it is bright again', (_, black) => {
    const { told, reopenedAtMs, see } = watched();
    see(4900, black);
    expect(told).toEqual([]);
    see(300_000, black);
    expect(told).toEqual(['black']);
    expect(reopenedAtMs).toHaveLength(1);
    see(3000, room);
    expect(told).toEqual(['black', null]);
  });

  it('that is black is read all the same: somebody may be in the dark', () => {
    const { see } = watched();
    expect(see(10_000, capped)).toBe(100);
  });

  it.each([
    ['an evening room', frameOf(26, 6)],
    ['a dark room with a lit face in it', litAt(frameOf(14, 6), 0.03)],
    ['a dark room in RGB', frameOf(8, 4, 1, 'rgba')],
  ])('is not black: %s', (_, frame) => {
    expect(glance(frame).isBlack).toBe(false);
  });

  it('is forgotten with its camera: the next one begins anew', () => {
    const { watch, told, see } = watched();
    see(6000, still);
    watch.forget();
    expect(watch.trouble).toBeNull();
    expect(see(4000, still)).toBe(40);
    expect(told).toEqual(['frozen']);
  });

  it('that does not parse is passed on for the door to refuse', () => {
    const { watch } = watched();
    expect(watch.look(Uint8Array.of(1, 2, 3), 0)).toBe(true);
  });
});

describe('the glance at a picture', () => {
  it('is another one where one line of it has changed', () => {
    const [width, height] = [1280, 720];
    const frame = { ...frameOf(90), width, height, pixels: new Uint8Array(pixelBytes('i420', width, height)).fill(90) };
    const changed = { ...frame, pixels: Uint8Array.from(frame.pixels) };
    changed.pixels.fill(200, 240 * width, 241 * width);
    expect(glance(changed).digest).not.toBe(glance(frame).digest);
    expect(glance({ ...frame, capturedAtMs: 99 })).toEqual(glance(frame));
  });
});

/** The picture with so large a share of it lit. */
function litAt(frame: Frame, share: number): Frame {
  const pixels = Uint8Array.from(frame.pixels);
  const size = WIDTH * HEIGHT;
  pixels.fill(120, size / 2, size / 2 + size * share);
  return { ...frame, pixels };
}
