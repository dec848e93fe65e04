import { spawn } from 'node:child_process';

/**
 * Decodes a file's first sound track with the machine's own ffmpeg, piece by piece. It opens this one file and asks no
 * network, whatever the file says.
 * @param onPlanes samples from -1 to 1, one array a channel.
 * @returns false where there is no ffmpeg, or it could not. Never throws.
 */
export function decodedByFfmpeg(
  path: string,
  channels: number,
  sampleRate: number,
  onPlanes: (planes: readonly Float32Array[]) => void,
): Promise<boolean> {
  const words = ['-v', 'error', '-nostdin', '-protocol_whitelist', 'file,pipe', '-i', path, '-map', '0:a:0'];
  const raw = ['-ac', String(channels), '-ar', String(sampleRate), '-c:a', 'pcm_f32le', '-f', 'f32le', 'pipe:1'];
  return new Promise((done) => {
    const child = spawn('ffmpeg', [...words, ...raw], { stdio: ['ignore', 'pipe', 'ignore'] });
    const frameBytes = channels * Float32Array.BYTES_PER_ELEMENT;
    let rest: Buffer = Buffer.alloc(0);
    let samples = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const frames = Math.floor(bytes.length / frameBytes);
      rest = bytes.subarray(frames * frameBytes);
      samples += frames;
      const planes = Array.from({ length: channels }, (_, channel) =>
        Float32Array.from({ length: frames }, (_unused, frame) => bytes.readFloatLE(frame * frameBytes + channel * 4)),
      );
      onPlanes(planes);
    });
    child.once('error', () => done(false));
    child.once('close', (status) => done(status === 0 && samples > 0));
  });
}
