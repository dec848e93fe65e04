import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as onnx from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../../../src/protocol/emotions.ts';

const recipe = path.resolve(import.meta.dirname, '../../../models/train');
const python = pythonWithTorch();
if (python === undefined) console.warn('skipped: no Python with torch and onnx (set MIEN_PYTHON to one)');

describe.skipIf(python === undefined)('the training recipe', () => {
  let place = '';

  beforeAll(() => {
    place = mkdtempSync(path.join(tmpdir(), 'mien-train-'));
    run('train', '--config', 'smoke', '--quiet', '--runs', place, '--cache', place);
  }, 120_000);

  afterAll(() => {
    rmSync(place, { recursive: true, force: true });
  });

  it('trains one tiny epoch on generated pictures and logs it', () => {
    const lines = readFileSync(path.join(place, 'smoke', 'log.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ epoch: 1, from: 0, to: 1 });
    expect(existsSync(path.join(place, 'smoke', 'finished.pt'))).toBe(true);
  });

  it('goes on from its checkpoint instead of training again', () => {
    expect(run('train', '--config', 'smoke', '--quiet', '--runs', place, '--cache', place)).toContain(
      'goes on after epoch 1',
    );
    expect(
      readFileSync(path.join(place, 'smoke', 'log.jsonl'), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(1);
  }, 60_000);

  it('is taught by finished runs, which answer for each cut of a picture', () => {
    expect(run('train', '--config', 'smoke-taught', '--quiet', '--runs', place, '--cache', place)).toMatch(
      /^teachers together: \d+\.\d % of the validation pictures$/m,
    );
    expect(existsSync(path.join(place, 'smoke-taught', 'finished.pt'))).toBe(true);
  }, 60_000);

  it('exports a network that the product runs: raw grey faces of any number in, seven scores that sum to 1 out', async () => {
    const file = path.join(place, 'smoke.onnx');
    run('export', '--run', 'smoke', '--runs', place, '--cache', place, '--out', file);
    const session = await onnx.InferenceSession.create(file);
    const faces = Float32Array.from({ length: 3 * 48 * 48 }, (_, index) => (index * 37) % 256);
    const { scores } = await session.run({ faces: new onnx.Tensor('float32', faces, [3, 1, 48, 48]) });
    expect(scores?.dims).toEqual([3, EMOTIONS.length]);
    const values = Array.from(scores?.data as Float32Array);
    for (let face = 0; face < 3; face += 1) {
      const sum = values.slice(face * 7, face * 7 + 7).reduce((total, score) => total + score, 0);
      expect(sum).toBeCloseTo(1, 4);
    }
    const card = JSON.parse(readFileSync(path.join(place, 'smoke.json'), 'utf8')) as { manifest: { labels: string[] } };
    expect(card.manifest.labels).toEqual([...EMOTIONS]);
  }, 90_000);

  it('keeps what it promises of loaders, split, augmentation, schedule and figures', () => {
    expect(run('self_check')).not.toContain('failed');
  }, 60_000);
});

/** Runs one of the recipe's commands; throws with its output where it fails. */
function run(...command: readonly string[]): string {
  const [module = '', ...rest] = command;
  return execFileSync(python ?? '', ['-m', module, ...rest], { cwd: recipe, encoding: 'utf8', stdio: 'pipe' });
}

/** A Python that can train and export: MIEN_PYTHON, or the machine's own. */
function pythonWithTorch(): string | undefined {
  return [process.env.MIEN_PYTHON, 'python3'].find((candidate) => {
    if (candidate === undefined || candidate === '') return false;
    try {
      execFileSync(candidate, ['-c', 'import torch, onnx, onnxruntime'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}
