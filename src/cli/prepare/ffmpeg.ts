import { spawn } from 'node:child_process';
import type { Job, Target } from './plan.ts';

/** Lines of ffmpeg's complaints that are told. */
const LAST_LINES = 3;

/** How loud a file is, as ffmpeg's EBU R 128 filter measures it. */
export interface Loudness {
  /** Integrated loudness, LUFS. */
  readonly integrated: number;
  /** True peak, dBTP. */
  readonly peak: number;
}

/**
 * Runs ffmpeg. @param onSeconds is told how many seconds of the file are done, a few times a second.
 * @throws Error with its last words, where it ends with anything but success.
 */
export function runFfmpeg(
  command: string,
  words: readonly string[],
  signal: AbortSignal,
  onSeconds: (seconds: number) => void = () => undefined,
): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(command, ['-hide_banner', '-nostdin', '-progress', 'pipe:1', ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      killSignal: 'SIGKILL',
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      const at = [...chunk.toString().matchAll(/out_time_us=(\d+)/gu)].at(-1)?.[1];
      if (at !== undefined) onSeconds(Number(at) / 1e6);
    });
    child.once('error', (error) => {
      if (!signal.aborted || child.pid === undefined) failed(error);
    });
    // One that is stopped may be writing until it has ended.
    child.once('exit', () => {
      if (signal.aborted) failed(new Error('it was stopped'));
    });
    child.once('close', (status) => {
      if (status === 0) done(said);
      else failed(new Error(said.trim().split('\n').slice(-LAST_LINES).join(' ') || `it ended with ${status}`));
    });
  });
}

/** @returns null where there is nothing to hear. */
export async function measure(command: string, path: string, signal: AbortSignal): Promise<Loudness | null> {
  const words = ['-i', path, '-vn', '-af', 'ebur128=peak=true:framelog=verbose', '-f', 'null', '-'];
  return readLoudness(await runFfmpeg(command, words, signal));
}

/** What ffmpeg's `ebur128` says at its end. */
export function readLoudness(said: string): Loudness | null {
  const number = (pattern: RegExp): number => Number([...said.matchAll(pattern)].at(-1)?.[1] ?? Number.NaN);
  const integrated = number(/^\s*I:\s*(-?[\d.]+) LUFS/gmu);
  const peak = number(/^\s*Peak:\s*(-?[\d.]+) dBFS/gmu);
  // -70 is the gate: nothing passed it.
  return Number.isNaN(integrated) || integrated <= -70 ? null : { integrated, peak: Number.isNaN(peak) ? 0 : peak };
}

/** The gain, dB, that brings a file to the target, as far as its peaks allow. */
export function gainTo(targetLufs: number, loudness: Loudness, highestPeak = -1): number {
  return Math.min(targetLufs - loudness.integrated, highestPeak - loudness.peak);
}

/** How each codec is asked for: as good as the original to an eye, and cut into where a film asks. */
const VIDEO: Readonly<Record<Target['codec'], readonly string[]>> = {
  h264: ['-c:v', 'libx264', '-preset', 'medium', '-crf', '18', '-profile:v', 'high'],
  vp9: ['-c:v', 'libvpx-vp9', '-crf', '30', '-b:v', '0', '-deadline', 'good', '-cpu-used', '4', '-row-mt', '1'],
  // SVT-AV1 is faster and passes over key frames that are asked for (seen with 1.4).
  av1: ['-c:v', 'libaom-av1', '-crf', '28', '-b:v', '0', '-cpu-used', '6', '-row-mt', '1'],
};
/** Each container with its index in front. */
const CONTAINER: Readonly<Record<Job['container'], readonly string[]>> = {
  mp4: ['-movflags', '+faststart', '-f', 'mp4'],
  mov: ['-movflags', '+faststart', '-f', 'mov'],
  webm: ['-cues_to_front', '1', '-f', 'webm'],
};
/** Kilobits a second for each channel: ffmpeg's own AAC is transparent to most at 96, Opus at 80. */
const AAC = { codec: 'aac', kilobits: 96 } as const;
const OPUS = { codec: 'libopus', kilobits: 80 } as const;
/** The low channel of six takes next to nothing. */
const MOST_FULL_CHANNELS = 5;

/** Everything that ffmpeg is asked for one file. `gainDb` null: the sound is left as loud as it is. */
export function encodeWords(
  job: Job,
  target: Target,
  from: string,
  to: string,
  gainDb: number | null,
): readonly string[] {
  const tracks = ['-map', '0:v:0', '-map', '0:a:0?'].slice(job.picture === 'none' ? 2 : 0);
  return [
    '-y',
    '-i',
    from,
    ...tracks,
    '-sn',
    '-dn',
    ...pictureWords(job, target),
    ...soundWords(job, gainDb),
    ...CONTAINER[job.container],
    to,
  ];
}

function pictureWords(job: Job, { rate, codec }: Target): readonly string[] {
  if (job.picture === 'none' || job.size === null) return ['-vn'];
  if (job.picture === 'copied') return ['-c:v', 'copy'];
  const picture = [
    `scale=${job.size.width}:${job.size.height}:flags=lanczos`,
    'setsar=1',
    `fps=${rate}`,
    'format=yuv420p',
  ].join(',');
  const keys = job.inSeconds.map((at) => at.toFixed(6)).join(',');
  return ['-vf', picture, ...VIDEO[codec], '-force_key_frames', keys, '-g', String(Math.round(rate * 2))];
}

function soundWords(job: Job, gainDb: number | null): readonly string[] {
  if (job.sound === 'none') return ['-an'];
  if (job.sound === 'copied') return ['-c:a', 'copy'];
  const gain = gainDb === null || Math.abs(gainDb) < 0.1 ? [] : [`volume=${gainDb.toFixed(2)}dB`];
  // More than two play as six; libopus refuses those whose surrounds are told as "side".
  const layout = job.channels > 2 ? ['aformat=channel_layouts=5.1'] : [];
  const filters = [...gain, ...layout];
  const { codec, kilobits } = job.container === 'webm' ? OPUS : AAC;
  const rate = `${kilobits * Math.min(Math.max(1, job.channels), MOST_FULL_CHANNELS)}k`;
  const filter = filters.length === 0 ? [] : ['-af', filters.join(',')];
  return [...filter, '-ar', '48000', '-c:a', codec, '-b:a', rate];
}

/** A still of the first clip in a file, small: beside the file it is its poster. */
export function posterWords(job: Job, from: string, to: string): readonly string[] {
  const at = (job.inSeconds[0] ?? 0) + Math.min(1, job.durationMs / 2000);
  return [
    '-y',
    '-ss',
    at.toFixed(3),
    '-i',
    from,
    '-frames:v',
    '1',
    '-vf',
    'scale=480:-2',
    '-q:v',
    '4',
    '-f',
    'mjpeg',
    to,
  ];
}
