import { defineConfig } from 'vitest/config';

/** As in scripts/mien.mjs: onnxruntime reports to its maker by default. */
const env = { ORT_DISABLE_TELEMETRY: '1' };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          env,
          setupFiles: ['test/support/seeded.ts'],
          include: ['test/unit/**/*.test.ts', 'test/*.test.ts'],
          testTimeout: 30_000,
          expect: { poll: { timeout: 10_000 } },
        },
      },
      {
        test: {
          name: 'e2e',
          env,
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // A page on a busy machine takes its time; what is right is seen at once all the same.
          expect: { poll: { timeout: 15_000 } },
          // One browser at a time: two cores carry one film and one recogniser, not two.
          fileParallelism: false,
          // A shared machine that stops for seconds in the middle of a cut is not the film's fault: asked up to twice more.
          retry: process.env.CI === undefined ? 0 : 2,
        },
      },
    ],
  },
});
