import { isPlayable } from '../../film/check-media.ts';
import type { MediaFacts } from '../../film/media-facts.ts';
import { evenPixels, isOfSize, sizeWithin, type PictureSize } from '../../film/picture-size.ts';
import type { Material } from './material.ts';
import { preparedNames } from './names.ts';

/** What all prepared clips of a film have in common; the size is the one that each fits within, in its own shape. */
export interface Target extends PictureSize {
  /** Frames a second. */
  readonly rate: number;
  readonly codec: 'h264' | 'vp9' | 'av1';
}

/** What was asked for; null: what most of the film's files have already. */
export interface Wish {
  readonly size: PictureSize | null;
  readonly rate: number | null;
  readonly codec: Target['codec'] | null;
}

/** One file to be made. Paths are below the film's folder. */
export interface Job {
  readonly file: string;
  readonly out: string;
  readonly container: 'mp4' | 'mov' | 'webm';
  /** Null where there is no picture. */
  readonly poster: string | null;
  /** Why the original does not play best as it is, in words for the artist. */
  readonly reasons: readonly string[];
  /** In points, seconds from the file's beginning, ascending: each becomes a key frame. */
  readonly inSeconds: readonly number[];
  readonly durationMs: number;
  /** Of the picture that is made: the original's shape, for the stage fits it to the screen. Null where there is none. */
  readonly size: PictureSize | null;
  /** What becomes of each: `copied` is as it was, to the bit. */
  readonly picture: 'made' | 'copied' | 'none';
  readonly sound: 'made' | 'copied' | 'none';
  /** Channels of the sound, 0 where there is none. */
  readonly channels: number;
}

/** An in point so near after a key frame costs no decoding that could be noticed. */
const KEYFRAME_NEAR_MS = 40;
/** Rates that are told as 29.97 and 30 by two containers of the same export differ by 0.1 %; more is another rate. */
const RATE_SHARE = 0.005;
const CONTAINER = { h264: 'mp4', vp9: 'webm', av1: 'webm' } as const;
/** The sound that goes with each picture: as it is told in a file, and to an artist. */
const SOUND = {
  h264: { told: 'mp4a', name: 'aac' },
  vp9: { told: 'opus', name: 'opus' },
  av1: { told: 'opus', name: 'opus' },
} as const;
const CODECS: Readonly<Record<Target['codec'], readonly string[]>> = {
  h264: ['avc1', 'avc3'],
  vp9: ['vp09', 'vp9'],
  av1: ['av01'],
};

/** One size, rate and codec for a film: as wished, else as most of its running time has it. */
export function targetOf(media: ReadonlyMap<string, MediaFacts>, wish: Wish): Target | null {
  const most = (key: (video: NonNullable<MediaFacts['video']>) => string): string | undefined => {
    const shares = new Map<string, number>();
    for (const { video, durationMs } of media.values()) {
      if (video !== null) shares.set(key(video), (shares.get(key(video)) ?? 0) + durationMs);
    }
    return [...shares].toSorted((a, b) => b[1] - a[1])[0]?.[0];
  };
  const size = most(({ width, height }) => `${width}x${height}`)?.split('x');
  const rate = most(({ frameRate }) => String(usualRate(frameRate)));
  // What no codec here is becomes the one that most machines decode with ease.
  const codec = most((video) => codecOf(video.codec));
  if (size === undefined || rate === undefined || codec === undefined) return null;
  return {
    width: evenPixels(wish.size?.width ?? Number(size[0])),
    height: evenPixels(wish.size?.height ?? Number(size[1])),
    rate: wish.rate ?? Number(rate),
    codec: wish.codec ?? (codec === 'vp9' || codec === 'av1' ? codec : 'h264'),
  };
}

/** What has to be made for a film to play best: its clips in the order of the film, then what is only heard. */
export function planJobs(material: Material, target: Target): readonly Job[] {
  const nameOf = preparedNames(material.points.keys(), material.originals);
  const sounds = new Set([...material.media.values()].flatMap(({ audio }) => audio?.codec.split('.')[0] ?? []));
  const clips = [...material.points].flatMap(([file, inMs]): readonly Job[] => {
    const facts = material.media.get(file);
    if (facts === undefined || facts.video === null) return [];
    const picture = pictureReasons(facts.video, inMs, target);
    const sound = soundReasons(facts.audio, target, sounds.size > 1);
    const index = material.indexLast.has(file) ? ['its index lies behind the picture'] : [];
    const reasons = [...picture, ...sound, ...index];
    if (reasons.length === 0) return [];
    const isMoved = picture.length === 0 && sound.length === 0;
    const container = isMoved ? containerOf(file, facts.audio) : CONTAINER[target.codec];
    const name = nameOf(file, [`.${container}`, '.jpg']);
    return [
      {
        file,
        out: `${name}.${container}`,
        container,
        poster: `${name}.jpg`,
        reasons,
        inSeconds: inMs.map((at) => at / 1000),
        durationMs: facts.durationMs,
        size: sizeWithin(facts.video, isOfSize(facts.video, target) ? facts.video : target),
        picture: picture.length > 0 ? 'made' : 'copied',
        sound: facts.audio === null ? 'none' : isMoved ? 'copied' : 'made',
        channels: facts.audio?.channels ?? 0,
      },
    ];
  });
  const tracks = [...material.tracks].flatMap(([file, { audio, durationMs }]): readonly Job[] => {
    if (audio === null || isPlayable('audio', audio.codec)) return [];
    return [
      {
        file,
        out: `${nameOf(file, ['.webm'])}.webm`,
        container: 'webm',
        poster: null,
        reasons: [`sound in ${audio.codec} becomes opus`],
        inSeconds: [],
        durationMs,
        size: null,
        picture: 'none',
        sound: 'made',
        channels: audio.channels,
      },
    ];
  });
  return [...clips, ...tracks];
}

/** A file whose index alone is moved stays in its container; MP4 as ffmpeg writes it takes no PCM. */
function containerOf(file: string, audio: MediaFacts['audio']): 'mp4' | 'mov' {
  return /\.mov$/iu.test(file) || /^(?:pcm|ulaw|alaw)/u.test(audio?.codec ?? '') ? 'mov' : 'mp4';
}

function pictureReasons(
  video: NonNullable<MediaFacts['video']>,
  inMs: readonly number[],
  target: Target,
): readonly string[] {
  const reasons: string[] = [];
  if (!isOfSize(video, target)) {
    const { width, height } = sizeWithin(video, target);
    reasons.push(`${video.width}x${video.height} becomes ${width}x${height}`);
  }
  if (Math.abs(video.frameRate - target.rate) > RATE_SHARE * target.rate) {
    reasons.push(`${video.frameRate.toFixed(2)} frames a second become ${target.rate}`);
  }
  if (!isCodec(video.codec, target.codec)) reasons.push(`${video.codec} becomes ${target.codec}`);
  const far = inMs.filter((at) => {
    const before = video.keyframesMs.filter((key) => key <= at + 1).at(-1) ?? 0;
    return at - before > KEYFRAME_NEAR_MS;
  });
  if (far.length > 0) reasons.push(`${far.length} of ${inMs.length} in points lie on no key frame`);
  return reasons;
}

/** How loud a clip is is no reason: the stage evens it out by what was measured. */
function soundReasons(audio: MediaFacts['audio'], target: Target, isMixed: boolean): readonly string[] {
  if (audio === null) return [];
  const { told, name } = SOUND[target.codec];
  const isOther = isMixed && !audio.codec.startsWith(told);
  return isOther || !isPlayable('audio', audio.codec) ? [`sound in ${audio.codec} becomes ${name}`] : [];
}

function codecOf(told: string): Target['codec'] {
  return (['vp9', 'av1'] as const).find((codec) => isCodec(told, codec)) ?? 'h264';
}

function isCodec(told: string, codec: Target['codec']): boolean {
  return CODECS[codec].some((beginning) => told.toLowerCase().startsWith(beginning));
}

/** A mean of packets comes near to one of the rates that cameras have. */
function usualRate(mean: number): number {
  const usual = [24, 25, 30, 48, 50, 60];
  return usual.find((rate) => Math.abs(rate - mean) < RATE_SHARE * rate) ?? Math.round(mean * 1000) / 1000;
}
