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
    child.once('error', failed);
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

const WEBM = ['-b:v', '0', '-row-mt', '1', '-cues_to_front', '1'];
/** How each codec is asked for: as good as the original to an eye, and cut into where a film asks. */
const VIDEO: Readonly<Record<Target['codec'], readonly string[]>> = {
  h264: ['-c:v', 'libx264', '-preset', 'medium', '-crf', '18', '-profile:v', 'high', '-movflags', '+faststart'],
  vp9: ['-c:v', 'libvpx-vp9', '-crf', '30', '-deadline', 'good', '-cpu-used', '4', ...WEBM],
  // SVT-AV1 is faster and passes over key frames that are asked for (seen with 1.4).
  av1: ['-c:v', 'libaom-av1', '-crf', '28', '-cpu-used', '6', ...WEBM],
};

/** Everything that ffmpeg is asked for one file. `gainDb` null: the sound is left as loud as it is. */
export function encodeWords(
  job: Job,
  target: Target,
  from: string,
  to: string,
  gainDb: number | null,
): readonly string[] {
  const { width, height, rate, codec } = target;
  const picture = [
    `scale=${width}:${height}:force_original_aspect_ratio=decrease:flags=lanczos`,
    `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2:color=black`,
    'setsar=1',
    `fps=${rate}`,
    'format=yuv420p',
  ].join(',');
  const keys = [
    '-force_key_frames',
    job.inSeconds.map((at) => at.toFixed(6)).join(','),
    '-g',
    String(Math.round(rate * 2)),
  ];
  const video = VIDEO[codec];
  const filter = gainDb === null || Math.abs(gainDb) < 0.1 ? [] : ['-af', `volume=${gainDb.toFixed(2)}dB`];
  const sound = !job.hasSound
    ? ['-an']
    : [
        ...filter,
        '-ar',
        '48000',
        ...(codec === 'h264' ? ['-c:a', 'aac', '-b:a', '192k'] : ['-c:a', 'libopus', '-b:a', '160k']),
      ];
  const format = codec === 'h264' ? 'mp4' : 'webm';
  return [
    '-y',
    '-i',
    from,
    '-map',
    '0:v:0',
    '-map',
    '0:a:0?',
    '-sn',
    '-dn',
    '-vf',
    picture,
    ...video,
    ...keys,
    ...sound,
    '-f',
    format,
    to,
  ];
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
