import {
  AudioBufferSource,
  BufferTarget,
  CanvasSource,
  Mp4OutputFormat,
  Output,
  Quality,
  WebMOutputFormat,
} from 'mediabunny';
import { SLOT_MS, slotHz, toneHz, type ClipRecipe } from './clip-recipe.ts';
import { drawCode } from './pixel-code.ts';

/** Runs in a browser: makes a test clip and gives it back as base64. */

declare global {
  interface Window {
    makeClip: (recipe: ClipRecipe) => Promise<string>;
  }
}

const RATE = 48_000;

function partAt(recipe: ClipRecipe, second: number): { readonly clip: number; readonly since: number } {
  const begun = recipe.parts.filter((since) => since <= second + 1e-6);
  return { clip: recipe.clip + begun.length, since: begun.at(-1) ?? 0 };
}

function sound(recipe: ClipRecipe): AudioBuffer {
  const buffer = new AudioBuffer({ length: Math.round(recipe.seconds * RATE), numberOfChannels: 2, sampleRate: RATE });
  const [left, right] = [buffer.getChannelData(0), buffer.getChannelData(1)];
  let phase = 0;
  for (let index = 0; index < left.length; index++) {
    const second = index / RATE;
    const { clip, since } = partAt(recipe, second);
    left[index] = 0.25 * Math.sin(2 * Math.PI * toneHz(clip) * second);
    phase += (2 * Math.PI * slotHz(Math.floor(((second - since) * 1000) / SLOT_MS))) / RATE;
    right[index] = 0.25 * Math.sin(phase);
  }
  return buffer;
}

window.makeClip = async (recipe) => {
  const { width, height, framesPerSecond, codec } = recipe;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  const target = new BufferTarget();
  const format = codec === 'avc' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat();
  const output = new Output({ format, target });
  const picture = new CanvasSource(canvas, {
    codec,
    quality: new Quality('medium'),
    keyFrameInterval: recipe.keyEvery,
  });
  output.addVideoTrack(picture, { frameRate: framesPerSecond });
  const tone = recipe.sound ? new AudioBufferSource({ codec: 'opus', quality: new Quality('medium') }) : null;
  if (tone !== null) output.addAudioTrack(tone);
  await output.start();
  if (tone !== null) {
    await tone.add(sound(recipe));
    tone.close();
  }
  const frames = Math.round(recipe.seconds * framesPerSecond);
  for (let frame = 0; frame < frames; frame++) {
    const second = frame / framesPerSecond;
    const { clip, since } = partAt(recipe, second);
    context.fillStyle = `hsl(${(clip * 67) % 360} 60% 40%)`;
    context.fillRect(0, 0, width, height);
    context.fillStyle = `hsl(${(clip * 67 + 180) % 360} 70% 60%)`;
    context.fillRect(((frame * 7) % 100) * (width / 100), height * 0.5, width / 8, height * 0.4);
    drawCode(context, { clip, frame: frame - Math.round(since * framesPerSecond) }, width, height);
    const key = recipe.parts.some((part) => Math.abs(part - second) < 0.5 / framesPerSecond);
    await picture.add(second, 1 / framesPerSecond, key ? { keyFrame: true } : {});
  }
  picture.close();
  await output.finalize();
  const bytes = new Uint8Array(target.buffer!);
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
};
