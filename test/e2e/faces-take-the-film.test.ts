import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { chromiumPath } from '../support/chromium.ts';
import { faceCamera, type PHOTO_FACES } from '../support/camera-files.ts';
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
beforeAll(() => {
  // Fails here, in one line, where there is no browser.
  chromiumPath();
  folder = mkdtempSync(join(tmpdir(), 'mien-cameras-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function visit(face: keyof typeof PHOTO_FACES): Promise<z.infer<typeof summarySchema>> {
  const camera = await faceCamera(face, folder);
  const run = await runMien(['play', 'film/weather', '--headless', '--once', '--camera', camera], 120);
  expect(run.status, run.err).toBe(0);
  return summarySchema.parse(lastJson(run.out));
}

describe('a face before a real browser with a fake camera', () => {
  it.each([
    ['happy', 'happiness', 'sun'],
    ['calm', 'calm', 'mist'],
    ['sad', 'sadness', 'rain'],
  ] as const)('that is %s takes the film by %s to %s', async (face, emotion, scene) => {
    const { scenes, decisions, ending, faces, readings, seconds } = await visit(face);
    expect(decisions[0]).toMatchObject({ scene: 'horizon', emotion, to: scene });
    expect(scenes).toContain(scene);
    expect(ending).not.toBeNull();
    expect(faces).toBeGreaterThan(readings / 2);
    expect(seconds).toBeLessThan(90);
  });
});
