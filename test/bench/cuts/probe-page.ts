import { readCode, readCodeBy, type Seen } from '../../support/stage/pixel-code.ts';
import type { LayerSeen, Sample } from './samples.ts';
import { soundCuts, toneMs, type SoundCut } from './sound-cuts.ts';

/**
 * Runs in the page beside the stage, before any of its code: looks at each picture of the screen, and listens to all
 * that goes to the loudspeakers.
 */

declare global {
  interface Window {
    probe: {
      /** Begins anew. */
      reset(): void;
      samples(): readonly Sample[];
      /** Changes from one of the tones to another, as heard. */
      sounds(tonesHz: readonly number[]): readonly SoundCut[];
      /** How long a tone was heard since the beginning, milliseconds. */
      heardMs(toneHz: number): number;
    };
  }
}

const SMALL = { width: 96, height: 54 };
const canvas = new OffscreenCanvas(SMALL.width, SMALL.height);
const context = canvas.getContext('2d', { willReadFrequently: true })!;
const numbers = new WeakMap<Element, number>();
let nextNumber = 0;
let samples: Sample[] = [];

/** What each layer shows: video elements tell of each new frame, once it is about to be on the screen. */
const shown = new Map<Element, Seen>();
/** Frames told of in this picture of the screen; seen with the next look, as the stage's own changes are. */
const told = new Map<Element, Seen>();

function codeOf(element: HTMLVideoElement | HTMLCanvasElement): Seen {
  // A video without a frame draws nothing, and what was there before would be read again.
  context.clearRect(0, 0, SMALL.width, SMALL.height);
  context.drawImage(element, 0, 0, SMALL.width, SMALL.height);
  return readCode(context.getImageData(0, 0, SMALL.width, SMALL.height).data, SMALL.width, SMALL.height);
}

/** A frame of each element, kept: a megabyte that is asked for anew with each frame costs more than its copy. */
const copies = new WeakMap<HTMLVideoElement, Uint8Array<ArrayBuffer>>();

/**
 * The same of a frame that was just told of, without turning it into colours: that would take half of what two cores
 * have, and the cuts would be judged by what the looking costs.
 */
async function codeOfFrame(video: HTMLVideoElement): Promise<Seen> {
  const frame = new VideoFrame(video);
  try {
    if (frame.format !== 'I420' && frame.format !== 'NV12') return codeOf(video);
    const size = frame.allocationSize();
    const kept = copies.get(video);
    const copy = kept?.length === size ? kept : new Uint8Array(size);
    copies.set(video, copy);
    const [luma] = await frame.copyTo(copy);
    const { width, height } = frame.visibleRect!;
    const at = (x: number, y: number): number =>
      copy[luma!.offset + Math.floor(y * height) * luma!.stride + Math.floor(x * width)]!;
    // From video levels, 16 to 235.
    return readCodeBy((x, y) => ((at(x, y) - 16) * 255) / 219);
  } finally {
    frame.close();
  }
}

function follow(video: HTMLVideoElement): void {
  video.requestVideoFrameCallback(() => {
    void codeOfFrame(video).then((seen) => told.set(video, seen));
    follow(video);
  });
}

const firstAsked = new WeakSet<Element>();

/**
 * A browser does not always tell of a clip's first frame: it is looked at while the clip stands by. At the cut the looking would
 * cost the moment that is judged.
 */
function lookAhead(video: HTMLVideoElement): void {
  if (firstAsked.has(video) || shown.has(video)) return;
  if (video.seeking || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
  firstAsked.add(video);
  void codeOfFrame(video).then((seen) => {
    if (!shown.has(video) && !told.has(video)) told.set(video, seen);
  });
}

/** What a layer shows; null where it has no picture yet. */
function seenOn(element: HTMLVideoElement | HTMLCanvasElement): Seen | null {
  if (!(element instanceof HTMLVideoElement)) return codeOf(element);
  const seen = shown.get(element);
  if (seen !== undefined) return seen;
  return element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA ? codeOf(element) : null;
}

function look(atMs: number): void {
  const all = [...document.querySelectorAll<HTMLVideoElement | HTMLCanvasElement>('video.layer, canvas.layer')];
  for (const element of all) {
    if (element instanceof HTMLVideoElement) lookAhead(element);
    if (numbers.has(element)) continue;
    numbers.set(element, nextNumber++);
    if (element instanceof HTMLVideoElement) follow(element);
  }
  // Fainter than that is a crossfade's first picture, which no eight-bit screen shows.
  const seeable = all.filter(({ style }) => Number(style.opacity || '0') > 0.01);
  const depth = ({ style }: HTMLElement): number => Number(style.zIndex || '0');
  const layers: LayerSeen[] = [];
  // From the top down to the first that covers all beneath it: a layer without a picture is clear, and covers nothing.
  for (const element of seeable.toReversed().toSorted((a, b) => depth(b) - depth(a))) {
    const seen = seenOn(element);
    if (seen === null) continue;
    layers.unshift({ layer: numbers.get(element)!, seen });
    if (element.style.opacity === '1') break;
  }
  samples.push({ atMs, layers });
  for (const [element, seen] of told) shown.set(element, seen);
  told.clear();
  for (const element of shown.keys()) if (!element.isConnected) shown.delete(element);
}

// First of all callbacks of a picture: it sees what the one before has put on the screen.
requestAnimationFrame(function frame(atMs) {
  requestAnimationFrame(frame);
  look(atMs);
});

/** Told in large parts: a message for each of its blocks would keep the page busy 375 times a second. */
const RECORDER = `registerProcessor('recorder', class extends AudioWorkletProcessor {
  #part = new Float32Array(8192);
  #filled = 0;
  process([input]) {
    if (!input[0]) return true;
    this.#part.set(input[0], this.#filled);
    this.#filled += input[0].length;
    if (this.#filled < this.#part.length) return true;
    this.port.postMessage(this.#part);
    this.#part = new Float32Array(8192);
    this.#filled = 0;
    return true;
  }
});`;

let heard: Float32Array[] = [];
let rate = 48_000;
const connect = Reflect.get(AudioNode.prototype, 'connect') as (this: AudioNode, to: AudioNode) => AudioNode;

async function record(node: AudioNode): Promise<void> {
  const { context: audio } = node;
  rate = audio.sampleRate;
  await audio.audioWorklet.addModule(URL.createObjectURL(new Blob([RECORDER], { type: 'text/javascript' })));
  const recorder = new AudioWorkletNode(audio, 'recorder', { numberOfInputs: 1, numberOfOutputs: 1 });
  recorder.port.onmessage = ({ data }: MessageEvent<Float32Array>) => heard.push(data);
  connect.call(node, recorder);
  connect.call(recorder, audio.destination);
}

AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode | AudioParam): AudioNode {
  if (to instanceof AudioDestinationNode) void record(this);
  return connect.call(this, to as AudioNode);
};

window.probe = {
  reset: () => {
    samples = [];
    heard = [];
  },
  samples: () => samples,
  sounds: (tonesHz) => soundCuts(recording(), rate, tonesHz),
  heardMs: (toneHz) => toneMs(recording(), rate, toneHz),
};

function recording(): Float32Array {
  const all = new Float32Array(heard.reduce((length, block) => length + block.length, 0));
  let at = 0;
  for (const block of heard) {
    all.set(block, at);
    at += block.length;
  }
  return all;
}
