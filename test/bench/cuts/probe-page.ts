import { readCode } from '../../support/stage/pixel-code.ts';
import type { Sample } from './samples.ts';
import { soundCuts, type SoundCut } from './sound-cuts.ts';

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
    };
  }
}

const SMALL = { width: 96, height: 54 };
const canvas = new OffscreenCanvas(SMALL.width, SMALL.height);
const context = canvas.getContext('2d', { willReadFrequently: true })!;
const numbers = new WeakMap<Element, number>();
let nextNumber = 0;
let samples: Sample[] = [];

function look(atMs: number): void {
  const layers = [...document.querySelectorAll<HTMLVideoElement | HTMLCanvasElement>('video.layer, canvas.layer')]
    .filter(({ style }) => Number(style.opacity || '0') > 0)
    .map((element) => {
      if (!numbers.has(element)) numbers.set(element, nextNumber++);
      context.fillStyle = '#000';
      context.fillRect(0, 0, SMALL.width, SMALL.height);
      context.drawImage(element, 0, 0, SMALL.width, SMALL.height);
      const { data } = context.getImageData(0, 0, SMALL.width, SMALL.height);
      return { layer: numbers.get(element)!, seen: readCode(data, SMALL.width, SMALL.height) };
    });
  samples.push({ atMs, layers });
}

// First of all callbacks of a picture: it sees what the one before has put on the screen.
requestAnimationFrame(function frame(atMs) {
  requestAnimationFrame(frame);
  look(atMs);
});

const RECORDER = `registerProcessor('recorder', class extends AudioWorkletProcessor {
  process([input]) {
    if (input[0]) this.port.postMessage(input[0].slice());
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
  sounds: (tonesHz) => {
    const all = new Float32Array(heard.reduce((length, block) => length + block.length, 0));
    let at = 0;
    for (const block of heard) {
      all.set(block, at);
      at += block.length;
    }
    return soundCuts(all, rate, tonesHz);
  },
};
