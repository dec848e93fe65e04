import { describe, expect, it, vi } from 'vitest';
import { Eyes } from '../../../src/main/eyes.ts';
import type { PlayableFilm } from '../../../src/main/film-in-play.ts';
import type { Host, PerceptionProcess } from '../../../src/main/hosts/host.ts';
import type { MainToPerception } from '../../../src/protocol/perception-messages.ts';
import type { Tuning } from '../../../src/protocol/tuning.ts';

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
