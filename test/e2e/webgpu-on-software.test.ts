import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forkPerceptionChild } from '../../src/main/hosts/child-perception.ts';
import type { PerceptionProcess } from '../../src/main/hosts/host.ts';
import { betweenReadings, LARGEST_DIFFERENCE } from '../../src/main/provider-verdict.ts';
import { tryProviders } from '../../src/main/try-providers.ts';
import { ownModelsFolder } from '../../src/perception/model-files.ts';
import { encodeFrame } from '../../src/protocol/frame-codec.ts';
import { perceptionToMainSchema } from '../../src/protocol/perception-messages.ts';
import type { Reading } from '../../src/protocol/reading.ts';
import { projectRoot } from '../support/root.ts';
import { frameOf, PHOTOS, toI420 } from '../unit/perception/photos.ts';

/** The software Vulkan driver that Debian's `chromium` brings. */
const DRIVER = '/usr/lib/chromium/vk_swiftshader_icd.json';
const fork = (): PerceptionProcess => forkPerceptionChild(join(projectRoot(), 'dist/perception-process.js'));
const options = { modelsFolder: ownModelsFolder(), threads: 1 };

/** What a recogniser in a process of its own reads of one frame. */
async function readingOf(recogniser: string, frame: Uint8Array): Promise<Reading> {
  const child = fork();
  try {
    return await new Promise((done, failed) => {
      child.onExit((how) => failed(new Error(`ended: ${how}`)));
      child.onMessage((message) => {
        const parsed = perceptionToMainSchema.parse(message);
        if (parsed.type === 'failed') failed(new Error(parsed.attempts.map(({ why }) => why).join('; ')));
        else if (parsed.type === 'refused') failed(new Error(parsed.reason));
        else if (parsed.type === 'ready') child.sendFrame(frame);
        else if (parsed.type === 'reading') done(parsed);
      });
      child.send({ type: 'open', recogniser, ...options });
    });
  } finally {
    child.kill();
  }
}

describe.skipIf(!existsSync(DRIVER))('webgpu on the software Vulkan driver (skipped where chromium has none)', () => {
  const before = process.env.VK_ICD_FILENAMES;
  beforeAll(() => {
    process.env.VK_ICD_FILENAMES = DRIVER;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.VK_ICD_FILENAMES;
    else process.env.VK_ICD_FILENAMES = before;
  });

  it('chosen by name reads the same faces as the CPU (scores within 1e-2)', { timeout: 420_000 }, async () => {
    const frame = encodeFrame(toI420(await frameOf(PHOTOS[0]!, { width: 640, height: 480 })));
    const cpu = await readingOf('onnx:cpu', frame);
    const webgpu = await readingOf('onnx:webgpu', frame);
    expect(cpu.faces.length).toBeGreaterThan(1);
    expect(webgpu.faces).toHaveLength(cpu.faces.length);
    expect(betweenReadings(cpu, webgpu)).toBeLessThan(LARGEST_DIFFERENCE);
  });

  it('is dropped by default as slower, and it is said', { timeout: 120_000 }, async () => {
    const trial = await tryProviders({ ...options, fork, recogniser: 'onnx', platform: 'linux' });
    expect(trial.recogniser).toBe('onnx');
    const attempt = trial.attempts.find(({ recogniser }) => recogniser === 'onnx:webgpu');
    expect(attempt).toMatchObject({ taken: false, isThere: true });
    expect(attempt?.why).toMatch(/^slower than the CPU/u);
  });
});
