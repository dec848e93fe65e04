import { describe, expect, it } from 'vitest';
import type { Material } from '../../../src/cli/prepare/material.ts';
import { planJobs, targetOf, type Target } from '../../../src/cli/prepare/plan.ts';
import type { MediaFacts } from '../../../src/film/media-facts.ts';

const NO_WISH = { size: null, rate: null, codec: null };
const TARGET: Target = { width: 1920, height: 1080, rate: 25, codec: 'h264' };

function facts(rest: Partial<NonNullable<MediaFacts['video']>> = {}, durationMs = 10_000): MediaFacts {
  const video = { codec: 'avc1.640028', width: 1920, height: 1080, frameRate: 25, keyframesMs: [0, 4000], ...rest };
  return { durationMs, video, audio: { codec: 'mp4a.40.2', channels: 2, sampleRate: 48_000 }, loudness: null };
}

function withSound(found: MediaFacts, codec: string, channels = 2): MediaFacts {
  return { ...found, audio: { codec, channels, sampleRate: 48_000 } };
}

/** A film of these clips, each from its beginning. */
function film(media: ReadonlyMap<string, MediaFacts>, rest: Partial<Material> = {}): Material {
  const files = [...media.keys()];
  const points = new Map(files.map((file) => [file, [0]]));
  return { points, media, tracks: new Map(), indexLast: new Set(), originals: files, ...rest };
}

describe('the plan of a preparation', () => {
  it('takes the size, rate and codec that most of the running time has, unless others are wished', () => {
    const media = new Map([
      ['long.webm', facts({ codec: 'vp09.00.40.08', width: 1280, height: 720, frameRate: 29.97 }, 60_000)],
      ['a.mp4', facts()],
      ['b.mp4', facts()],
    ]);
    expect(targetOf(media, NO_WISH)).toEqual({ width: 1280, height: 720, rate: 30, codec: 'vp9' });
    const wish = { size: { width: 1081, height: 721 }, rate: 50, codec: 'h264' as const };
    expect(targetOf(media, wish)).toEqual({ width: 1082, height: 722, rate: 50, codec: 'h264' });
    expect(targetOf(new Map(), NO_WISH)).toBeNull();
    // A film in AV1 plays as it is.
    const sky = new Map([['sky.webm', facts({ codec: 'av01.0.08M.08' })]]);
    const target = targetOf(sky, NO_WISH);
    expect(target).toMatchObject({ codec: 'av1' });
    expect(planJobs(film(sky), target!)).toEqual([]);
  });

  it('leaves alone what plays as it is, and says why anything else is made', () => {
    const media = new Map([
      ['good.mp4', facts()],
      ['small.mp4', facts({ width: 640, height: 360 })],
      ['fast.mov', facts({ frameRate: 50 })],
      ['other.webm', facts({ codec: 'vp8' })],
      ['film.mp4', facts()],
    ]);
    const points = new Map([...media.keys()].map((file) => [file, file === 'film.mp4' ? [0, 4000, 6500] : [0]]));
    const jobs = planJobs(film(media, { points }), TARGET);
    expect(jobs.map(({ file, out, reasons }) => [file, out, reasons.join()])).toEqual([
      ['small.mp4', 'small.prepared.mp4', '640x360 becomes 1920x1080'],
      ['fast.mov', 'fast.prepared.mp4', '50.00 frames a second become 25'],
      ['other.webm', 'other.prepared.mp4', 'vp8 becomes h264'],
      ['film.mp4', 'film.prepared.mp4', '1 of 3 in points lie on no key frame'],
    ]);
    expect(jobs.at(-1)?.inSeconds).toEqual([0, 4, 6.5]);
  });

  it('leaves a clip of another shape its shape, and makes it again for its size only where it has too many or too few pixels', () => {
    const made = (width: number, height: number, rest: Partial<NonNullable<MediaFacts['video']>> = {}): unknown =>
      planJobs(film(new Map([['a.mp4', facts({ width, height, ...rest })]])), TARGET).map(({ reasons, size }) => [
        ...reasons,
        size,
      ]);
    // 4:3, upright, square, and the wide screen.
    for (const [width, height] of [
      [1440, 1080],
      [1080, 1920],
      [1080, 1080],
      [1920, 800],
      [1600, 1200],
    ] as const) {
      expect(made(width, height)).toEqual([]);
    }
    const sized = (from: string, width: number, height: number): unknown => [
      [`${from} becomes ${width}x${height}`, { width, height }],
    ];
    expect(made(640, 480)).toEqual(sized('640x480', 1440, 1080));
    expect(made(480, 640)).toEqual(sized('480x640', 1080, 1440));
    expect(made(2880, 2160)).toEqual(sized('2880x2160', 1440, 1080));
    expect(made(2160, 3840)).toEqual(sized('2160x3840', 1080, 1920));
    expect(made(1000, 401)).toEqual(sized('1000x401', 1920, 770));
    // What is made for another reason keeps its own size.
    const rate = '50.00 frames a second become 25';
    expect(made(1440, 1080, { frameRate: 50 })).toEqual([[rate, { width: 1440, height: 1080 }]]);
    expect(made(1081, 1919, { frameRate: 50 })).toEqual([[rate, { width: 1082, height: 1920 }]]);
  });

  it('moves an index that lies behind the picture, and leaves picture, sound and container as they are', () => {
    const media = new Map([
      ['a.mp4', facts()],
      ['b.mov', facts()],
      ['camera.mp4', withSound(facts(), 'pcm-s16be')],
      ['c.mp4', facts()],
    ]);
    const [first, ...others] = planJobs(film(media, { indexLast: new Set(['a.mp4']) }), TARGET);
    expect(first).toMatchObject({ out: 'a.prepared.mp4', picture: 'copied', sound: 'copied' });
    expect(first?.reasons).toEqual(['its index lies behind the picture']);
    // Of two kinds of sound one is made anew, with the picture as it was.
    expect(others).toMatchObject([{ out: 'camera.prepared.mp4', picture: 'copied', sound: 'made' }]);
    const alike = new Map([...media].map(([file, found]) => [file, withSound(found, 'pcm-s16be')]));
    const moved = planJobs(film(alike, { indexLast: new Set(['b.mov', 'camera.mp4']) }), TARGET);
    expect(moved.map(({ out, sound }) => [out, sound])).toEqual([
      ['b.prepared.mov', 'copied'],
      ['camera.prepared.mov', 'copied'],
    ]);
  });

  it('makes sound that the stage cannot decode anew, of clips and of further tracks', () => {
    const media = new Map([['a.mp4', withSound(facts(), 'ac-3', 6)]]);
    const heard = (codec: string): MediaFacts => ({ ...withSound(facts(), codec, 6), video: null });
    const tracks = new Map([
      ['de.mka', heard('ec-3')],
      ['en.opus', heard('opus')],
    ]);
    const jobs = planJobs(film(media, { tracks }), TARGET);
    expect(jobs.map(({ out, reasons }) => [out, ...reasons])).toEqual([
      ['a.prepared.mp4', 'sound in ac-3 becomes aac'],
      ['de.mka.prepared.webm', 'sound in ec-3 becomes opus'],
    ]);
    expect(jobs[0]).toMatchObject({ picture: 'copied', sound: 'made', channels: 6 });
    expect(jobs[1]).toMatchObject({ picture: 'none', sound: 'made', channels: 6, poster: null });
  });

  it('gives each file a name of its own, the same from run to run, and none that an original has', () => {
    const small = facts({ width: 640, height: 360 });
    const outs = (files: readonly string[], made = files): readonly string[] => {
      const media = new Map(files.map((file) => [file, made.includes(file) ? small : facts()]));
      return planJobs(film(media), TARGET).map(({ out }) => out);
    };
    expect(outs(['sea.mov', 'sea.webm'])).toEqual(['sea.mov.prepared.mp4', 'sea.webm.prepared.mp4']);
    expect(outs(['sea.webm', 'sea.mov'], ['sea.mov'])).toEqual(['sea.mov.prepared.mp4']);
    expect(outs(['Sea.mov', 'sea.webm'])).toEqual(['Sea.mov.prepared.mp4', 'sea.webm.prepared.mp4']);
    expect(outs(['a/sea.mov', 'b/sea.mov'])).toEqual(['a/sea.prepared.mp4', 'b/sea.prepared.mp4']);
    expect(outs(['sea.mov', 'sea.prepared.mp4'], ['sea.mov'])).toEqual(['sea.mov.prepared-2.mp4']);
    const all = outs(['sea.mov', 'sea.webm', 'sea.mov.mkv', 'sea.mov.prepared.mp4', 'sea.mov.prepared-2.mp4']);
    expect(new Set(all).size).toBe(5);
    for (const out of all) expect(out).not.toMatch(/^sea\.mov\.prepared(?:-2)?\.mp4$/u);
  });
});
