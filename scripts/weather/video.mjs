/** Frames to files, by ffmpeg: first without loss, then small. Only artists who draw the film need it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The film's size on the screen. */
const WIDTH = 1280;
const HEIGHT = 720;

/** Runs ffmpeg to its end. @throws when it fails, with what it said */
export async function ffmpeg(args) {
  const child = spawn('ffmpeg', ['-hide_banner', '-nostdin', '-y', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.resume();
  child.stderr.on('data', (data) => (said = (said + data).slice(-20_000)));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`ffmpeg failed (${code}): ${said.slice(-1500)}`);
  return said;
}

/** A file of frames without loss: `write(bytes)` for each frame (red, green, blue), then `close()`. */
export function openFrames(path, width, height, framesASecond) {
  const input = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgb24',
    '-s',
    `${width}x${height}`,
    '-r',
    String(framesASecond),
    '-i',
    '-',
  ];
  const look = `scale=${WIDTH}:${HEIGHT}:flags=lanczos:out_color_matrix=bt709:out_range=tv,format=yuv420p`;
  const output = ['-vf', look, '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '0', path];
  const child = spawn('ffmpeg', ['-v', 'error', '-y', ...input, ...output], { stdio: ['pipe', 'ignore', 'inherit'] });
  const closed = once(child, 'close');
  return {
    write: async (bytes) => {
      if (!child.stdin.write(Buffer.from(bytes))) await once(child.stdin, 'drain');
    },
    close: async () => {
      child.stdin.end();
      const [code] = await closed;
      if (code !== 0) throw new Error(`ffmpeg failed (${code}) on ${path}`);
    },
  };
}

/** How well a clip is kept: the scale of libvpx-vp9, 0 without loss to 63. */
const QUALITY = 33;

/** Most bits a second of picture, so that glitter and rain do not eat the whole film's share. */
const MOST_BITS = 1_120_000;

/** Frames between two keyframes: the stage can enter a clip at each of them. */
const KEYFRAMES = 25;

/** Makes the clip that ships out of a lossless picture and a sound: VP9 in two passes, Opus. */
export async function encodeClip({ frames, sound, log, clip, quality = QUALITY }) {
  const video = [
    ...['-c:v', 'libvpx-vp9', '-b:v', String(MOST_BITS), '-crf', String(quality), '-g', String(KEYFRAMES)],
    ...['-keyint_min', String(KEYFRAMES), '-row-mt', '1', '-tile-columns', '1', '-threads', '2', '-auto-alt-ref', '1'],
    ...[
      '-lag-in-frames',
      '25',
      '-colorspace',
      'bt709',
      '-color_primaries',
      'bt709',
      '-color_trc',
      'bt709',
      '-color_range',
      'tv',
    ],
  ];
  const pass = (number) => ['-pass', String(number), '-passlogfile', log];
  await ffmpeg(['-i', frames, ...video, '-cpu-used', '5', ...pass(1), '-an', '-f', 'null', '-']);
  await ffmpeg([
    ...['-i', frames, '-i', sound, '-map', '0:v', '-map', '1:a', ...video, '-cpu-used', '5', ...pass(2)],
    ...['-c:a', 'libopus', '-b:a', '96k', '-shortest', clip],
  ]);
}
