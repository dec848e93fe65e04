import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Eyes } from '../../../src/main/eyes.ts';
import type { PlayableFilm } from '../../../src/main/film-in-play.ts';
import type { Host, PerceptionProcess } from '../../../src/main/hosts/host.ts';
import type { ShowOptions } from '../../../src/main/show-options.ts';
import { encodeFrame } from '../../../src/protocol/frame-codec.ts';
import type { StageToMain } from '../../../src/protocol/messages.ts';
import type { MainToPerception } from '../../../src/protocol/perception-messages.ts';
import type { Tuning } from '../../../src/protocol/tuning.ts';
import { projectRoot } from '../../support/root.ts';

const priors = { anger: 1, disgust: 1, fear: 1, happiness: 1, sadness: 1, surprise: 1, calm: 1 };
const tuningOf = (temperature: number): Tuning => ({
  version: 1,
  networks: [{ network: 'a', weight: 1 }],
  temperature,
  priors,
});

/** Eyes before a host whose perception processes note how they are opened. */
function eyesOf(first: Pick<PlayableFilm, 'tuning' | 'labels'>, options: { readonly tuning?: Tuning } = {}) {
  const opened: Extract<MainToPerception, { type: 'open' }>[] = [];
  let alive = 0;
  const forkPerception = (): PerceptionProcess => {
    alive += 1;
    return {
      pid: undefined,
      send: (message) => {
        if (message.type === 'open') opened.push(message);
      },
      sendFrame: () => true,
      onMessage: () => undefined,
      onExit: () => undefined,
      kill: () => void (alive -= 1),
    };
  };
  const playing = { film: first };
  const eyes = new Eyes({
    host: { forkPerception } as unknown as Host,
    clock: { nowMs: () => performance.now(), timeOfDay: () => ({ hour: 12, weekday: 2 }) },
    options: {
      camera: { kind: 'device', device: null, elseTrace: null },
      recogniser: 'wasm',
      modelsFolder: '/models',
      zone: null,
      ...options,
    },
    film: () => playing.film,
    onReading: () => undefined,
    mayHear: () => true,
    onPace: () => undefined,
    onReopen: () => undefined,
    tell: () => undefined,
    onFault: () => undefined,
  });
  eyes.open();
  return { eyes, opened, playing, alive: () => alive };
}

describe('a film that takes the stage from another', () => {
  it('brings its own tuning and labels: faces are read as it wants from then on', async () => {
    const { eyes, opened, playing, alive } = eyesOf({ tuning: tuningOf(1), labels: undefined });
    await vi.waitFor(() => expect(opened.at(-1)?.tuning?.temperature).toBe(1));
    playing.film = { tuning: tuningOf(2), labels: ['calm', 'anger'] };
    eyes.filmChanged();
    await vi.waitFor(() => expect(opened).toHaveLength(2));
    expect([opened[1]?.tuning?.temperature, opened[1]?.labels]).toEqual([2, ['calm', 'anger']]);
    // One that wants nothing is read plainly, not as the one before it.
    playing.film = { tuning: undefined, labels: undefined };
    eyes.filmChanged();
    await vi.waitFor(() => expect(opened).toHaveLength(3));
    expect(opened[2]).not.toHaveProperty('tuning');
    expect(opened[2]).not.toHaveProperty('labels');
    expect(alive()).toBe(1);
    eyes.stop();
    expect(alive()).toBe(0);
  });

  it('leaves the reading alone where it wants the same, or the command line says how', async () => {
    const { eyes, opened, playing } = eyesOf({ tuning: tuningOf(1), labels: undefined }, { tuning: tuningOf(3) });
    await vi.waitFor(() => expect(opened.at(-1)?.tuning?.temperature).toBe(3));
    playing.film = { tuning: tuningOf(2), labels: undefined };
    eyes.filmChanged();
    await new Promise((done) => setTimeout(done, 50));
    expect(opened).toHaveLength(1);
    eyes.stop();
  });
});

describe('eyes without a camera', () => {
  type State = Extract<StageToMain, { type: 'camera' }>['state'];
  const trace = join(projectRoot(), 'film/rehearsal.csv');

  function eyesWith(camera: ShowOptions['camera']) {
    const said: string[] = [];
    let readings = 0;
    let reopened = 0;
    let nowMs = 0;
    const eyes = new Eyes({
      host: {} as Host,
      clock: { nowMs: () => nowMs, timeOfDay: () => ({ hour: 12, weekday: 2 }) },
      options: { camera, recogniser: 'wasm', modelsFolder: '/models', zone: null },
      film: () => ({ tuning: undefined, labels: undefined }),
      onReading: () => (readings += 1),
      mayHear: () => true,
      onPace: () => undefined,
      onReopen: () => (reopened += 1),
      tell: (line) => said.push(line),
      onFault: (code, part, detail) => said.push(`${code}: ${part}: ${detail}`),
    });
    const hear = (state: State): void => eyes.hearCamera({ type: 'camera', state, label: 'cam', detail: '' });
    const forSeconds = (seconds: number): void => {
      const picture = { width: 64, height: 64, format: 'grey', pixels: new Uint8Array(4096).fill(90) } as const;
      for (let at = 0; at < seconds * 10; at++, nowMs += 100) {
        eyes.frame(encodeFrame({ ...picture, capturedAtMs: nowMs }), nowMs);
      }
    };
    return { eyes, said, hear, forSeconds, readings: () => readings, reopened: () => reopened };
  }
  const settled = () => new Promise((done) => setTimeout(done, 100));

  it('see the rehearsal where the show has one for that, and the room alone from the moment a camera is live', async () => {
    const { eyes, hear, readings } = eyesWith({ kind: 'device', device: null, elseTrace: trace });
    hear('none');
    await vi.waitFor(() => expect(readings()).toBeGreaterThan(1));
    hear('live');
    const before = readings();
    await new Promise((done) => setTimeout(done, 500));
    expect(readings()).toBe(before);
    // Unplugged in the middle of the show: it is waited for, and nobody is made up meanwhile.
    hear('lost');
    hear('none');
    await settled();
    expect(readings()).toBe(before);
    eyes.stop();
  });

  it('begin no rehearsal for a camera that came while it was being read', async () => {
    const { eyes, hear, readings } = eyesWith({ kind: 'device', device: null, elseTrace: trace });
    hear('none');
    hear('live');
    await settled();
    expect(readings()).toBe(0);
    eyes.stop();
  });

  it('see nobody where it has none, as a kiosk: the defaults of the film decide', async () => {
    const { eyes, hear, readings, said } = eyesWith({ kind: 'device', device: null, elseTrace: null });
    hear('none');
    await settled();
    expect(readings()).toBe(0);
    expect(said).toEqual(['no-camera: cam: ']);
    eyes.stop();
  });

  it('tell a device whose picture stands as lost, and have it opened anew', () => {
    const { eyes, hear, forSeconds, said, reopened } = eyesWith({ kind: 'device', device: null, elseTrace: null });
    hear('live');
    forSeconds(6);
    expect(eyes.pictureTrouble).toBe('frozen');
    expect(said.at(-1)).toBe('camera-lost: cam: the picture is frozen; the camera is opened anew');
    expect(reopened()).toBe(1);
    // Another camera was chosen.
    eyes.useCamera('other');
    expect(eyes.pictureTrouble).toBeNull();
  });

  it('tell a camera that was chosen and is not there, for as long as another one is open in its place', () => {
    const { eyes, said } = eyesWith({ kind: 'device', device: 'Hall', elseTrace: null });
    const fact = { type: 'camera', state: 'live', label: 'Built-in', detail: '' } as const;
    eyes.hearCamera({ ...fact, insteadOf: 'Hall' });
    expect(eyes.insteadOf).toBe('Hall');
    expect(said.at(-1)).toBe('other-camera: Hall: it is not there; "Built-in" is open');
    eyes.hearCamera({ ...fact, label: 'Hall' });
    expect(eyes.insteadOf).toBeNull();
    expect(said).toHaveLength(3);
  });

  it('let a recorded camera stand as still as it likes', () => {
    const { eyes, forSeconds, said, reopened } = eyesWith({ kind: 'file', file: '/one-photo.mjpeg' });
    forSeconds(20);
    expect([eyes.pictureTrouble, said, reopened()]).toEqual([null, [], 0]);
  });
});
