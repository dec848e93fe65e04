/** Frames to files, by ffmpeg: first without loss, then small. Only artists who draw the film need it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The film's size on the screen. */
const WIDTH = 1920;
const HEIGHT = 1080;

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
  const look = 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p';
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

/** How well a clip is kept where bits allow: the scale of SVT-AV1, 1 best to 63. */
const QUALITY = 24;

/** Most thousand bits a second of picture for a scene of share 1, so that glitter does not eat the whole film's. */
const MOST_KILOBITS = 1380;

/** Frames between two keyframes: the stage can enter a clip at each of them. */
const KEYFRAMES = 125;

/** The film's own colours, said in every clip. */
const COLOURS = ['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'];

/** Makes the clip that ships out of a lossless picture and a sound: AV1, Opus. `share`: of the usual bits. */
export async function encodeClip({ frames, sound, clip, share = 1 }) {
  const most = Math.round(MOST_KILOBITS * share);
  const video = [
    ...['-vf', `scale=${WIDTH}:${HEIGHT}:flags=lanczos,setsar=1`, '-c:v', 'libsvtav1', '-preset', '9'],
    ...['-crf', String(QUALITY), '-g', String(KEYFRAMES), '-svtav1-params', `tune=0:mbr=${most}:lp=2`, ...COLOURS],
  ];
  await ffmpeg([
    ...['-i', frames, '-i', sound, '-map', '0:v', '-map', '1:a', ...video],
    ...['-c:a', 'libopus', '-b:a', '96k', '-shortest', clip],
  ]);
}
