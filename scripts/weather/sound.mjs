/**
 * The sound of every scene as a file: what all scenes share, at its own loudness, and what this one has of its own, as
 * loud as brings the whole to the loudness of all clips.
 */
import { writeFile } from 'node:fs/promises';
import { bed, score, sea } from './score.mjs';
import { LENGTH, mix, RATE } from './voices.mjs';

/** Loudness of every clip, in LUFS (EBU R 128), and of what all clips share. */
const LOUDNESS = -23;
const SHARED_LOUDNESS = -25.5;

/** Loudness after ITU-R BS.1770, without its gate: these sounds have no silence. LUFS. */
function loudness(channels) {
  let power = 0;
  for (const channel of channels) {
    let [x1, x2, y1, y2, u1, u2] = [0, 0, 0, 0, 0, 0];
    let sum = 0;
    for (const x of channel) {
      const y =
        1.53512485958697 * x -
        2.69169618940638 * x1 +
        1.19839281085285 * x2 +
        1.69065929318241 * y1 -
        0.73248077421585 * y2;
      const u = y - 2 * y1 + y2 + 1.99004745483398 * u1 - 0.99007225036621 * u2;
      [x2, x1, y2, y1, u2, u1] = [x1, x, y1, y, u1, u];
      sum += u * u;
    }
    power += sum / channel.length;
  }
  return -0.691 + 10 * Math.log10(power);
}

const gained = (sound, gain) => sound.map((channel) => channel.map((value) => value * gain));
const decibels = (value) => 10 ** (value / 20);

let common;

/** All that every clip shares, at its own loudness. */
function shared() {
  if (common) return common;
  const sound = mix(gained(bed(), 0.5), gained(sea(), 0.5));
  common = gained(sound, decibels(SHARED_LOUDNESS - loudness(sound)));
  return common;
}

/** Writes the scene's sound as a 16-bit WAV file. */
export async function writeSound(name, path) {
  const weather = score[name]();
  let [least, most] = [0, 100];
  for (let i = 0; i < 18; i++) {
    const gain = (least + most) / 2;
    if (loudness(mix(shared(), gained(weather, gain))) < LOUDNESS) least = gain;
    else most = gain;
  }
  await writeFile(path, wav(mix(shared(), gained(weather, least))));
}

function wav([left, right]) {
  const bytes = Buffer.alloc(44 + LENGTH * 4);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + LENGTH * 4, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 4, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(LENGTH * 4, 40);
  for (let i = 0; i < LENGTH; i++)
    for (const [side, channel] of [left, right].entries())
      bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, channel[i])) * 32767), 44 + i * 4 + side * 2);
  return bytes;
}
