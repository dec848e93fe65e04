#!/usr/bin/env node
// The `mien` command: builds what is missing or stale, then runs it.
import { buildIfStale } from './build.mjs';

// onnxruntime's own builds report to their maker by default (since 1.29, on Linux too). Nothing here reports to anybody:
// read when the engine is loaded, so it is set before, and every process that is started inherits it.
process.env.ORT_DISABLE_TELEMETRY = '1';

// Nobody reads on (`| head`): the command is over, in order where it has something to put away. On a full disk it failed.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') {
    if (!process.emit('SIGINT', 'SIGINT')) process.exit(0);
    return;
  }
  process.stderr.write(`mien: what was to be printed cannot be written (${error.code})\n`);
  process.exit(1);
});
// A terminal that is gone, or a log on a full disk, ends no show.
process.stderr.on('error', () => undefined);

try {
  await buildIfStale();
} catch (error) {
  process.stderr.write(`mien: the build failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
const { runMien } = await import('../dist/mien.js');
await runMien(process.argv.slice(2));
