#!/usr/bin/env node
// The `mien` command: builds what is missing or stale, then runs it.
import { buildIfStale } from './build.mjs';

try {
  await buildIfStale();
} catch (error) {
  process.stderr.write(`mien: the build failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
const { runMien } = await import('../dist/mien.js');
await runMien(process.argv.slice(2));
