import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chromiumPath } from '../support/chromium.ts';
import { faceCamera, type PHOTO_FACES } from '../support/camera-files.ts';
import { projectRoot } from '../support/root.ts';
import { lastJson, runMien } from '../support/run-mien.ts';

const summarySchema = z.strictObject({
  scenes: z.array(z.string()),
  decisions: z.array(
    z.strictObject({
      scene: z.string(),
      emotion: z.string().nullable(),
      to: z.string(),
      rule: z.string(),
      scores: z.record(z.string(), z.number()).nullable(),
    }),
  ),
  ending: z.string().nullable(),
  faces: z.number(),
  readings: z.number(),
  seconds: z.number(),
});

let folder: string;
let short: string;
beforeAll(() => {
  // Fails here, in one line, where there is no browser.
  chromiumPath();
  folder = mkdtempSync(join(tmpdir(), 'mien-cameras-'));
  short = shortFilm();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The first level of Weather, a few seconds of each of its clips: to see where a face leads. */
function shortFilm(): string {
  const film = join(folder, 'short');
  mkdirSync(film, { recursive: true });
  const scene = (name: string, seconds: number, rest: object): object => {
    copyFileSync(join(projectRoot(), 'film/weather/clips', `${name}.webm`), join(film, `${name}.webm`));
    return { [name]: { clip: { file: `${name}.webm`, out: seconds }, ...rest } };
  };
  const ways = [
    { emotion: 'happiness', to: 'sun' },
    { emotion: 'sadness', to: 'rain' },
    { emotion: 'calm', to: 'mist' },
    { to: 'mist' },
  ];
  const scenes = {
    ...scene('opening', 5, { next: 'horizon' }),
    ...scene('horizon', 8, { next: ways }),
    ...['sun', 'rain', 'mist'].reduce((all, name) => ({ ...all, ...scene(name, 3, { ending: name }) }), {}),
  };
  const emotions = ['happiness', 'sadness', 'calm'];
  const head = { version: 2, title: 'Short', emotions, opening: 'opening', reading: { window: 5 } };
  writeFileSync(join(film, 'film.json'), JSON.stringify({ ...head, scenes }));
  return film;
}

async function visit(
  face: keyof typeof PHOTO_FACES,
  film: string,
): Promise<z.infer<typeof summarySchema> & { readonly told: string }> {
  const camera = await faceCamera(face, folder);
  const run = await runMien(['play', film, '--headless', '--once', '--camera', camera], 120);
  expect(run.status, run.err).toBe(0);
  return { ...summarySchema.parse(lastJson(run.out)), told: run.err };
}

describe('a face before a real browser with a fake camera', () => {
  it('that is happy takes the film by happiness to sun, and to an ending', async () => {
    const { scenes, decisions, ending, faces, readings, seconds, told } = await visit('happy', 'film/weather');
    expect(decisions[0], told).toMatchObject({ scene: 'horizon', emotion: 'happiness', to: 'sun' });
    expect(scenes).toContain('sun');
    expect(ending).not.toBeNull();
    expect(faces).toBeGreaterThan(readings / 2);
    expect(seconds).toBeLessThan(90);
  });

  it.each([
    ['calm', 'calm', 'mist'],
    ['sad', 'sadness', 'rain'],
  ] as const)('that is %s takes its first level by %s to %s', async (face, emotion, scene) => {
    const { decisions, ending, faces, readings } = await visit(face, short);
    expect(decisions).toMatchObject([{ scene: 'horizon', emotion, to: scene }]);
    expect(ending).toBe(scene);
    expect(faces).toBeGreaterThan(readings / 2);
  });
});
