// Runs the benchmarks: `npm run bench`, with `-- --only GROUP` and `-- --json FILE`. A group is a file
// `test/bench/GROUP.bench.ts` that exports `async function bench()` returning `{results, ratios}`, and what of its goals was
// `missed`, where it has any: then the exit status is 1. One that also exports `onlyWhenAsked = true` takes minutes and
// runs with `--only` alone.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { rolldown } from 'rolldown';
import { buildIfStale } from './build.mjs';

// As in mien.mjs: onnxruntime reports to its maker by default.
process.env.ORT_DISABLE_TELEMETRY = '1';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'test/bench');
const ending = '.bench.ts';
const groups = readdirSync(folder)
  .filter((name) => name.endsWith(ending))
  .map((name) => name.slice(0, -ending.length))
  .sort();

function usage(message) {
  process.stderr.write(
    `bench: ${message}\nusage: npm run bench -- [--only GROUP] [--json FILE]; groups: ${groups.join(', ')}\n`,
  );
  process.exit(2);
}

function options() {
  try {
    return parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } }).values;
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
}

const { only, json } = options();
if (only !== undefined && !groups.includes(only)) usage(`there is no group "${only}"`);

// Inside the project, so that packages are found from there.
const made = join(root, `.types/bench-${process.pid}`);
process.on('exit', () => rmSync(made, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
mkdirSync(made, { recursive: true });
await buildIfStale();
const chosen = only === undefined ? groups : [only];
const bundle = await rolldown({
  input: Object.fromEntries(chosen.map((group) => [group, join(folder, group + ending)])),
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && !/^[A-Za-z]:\\/.test(id),
  platform: 'node',
  cwd: root,
  logLevel: 'warn',
});
await bundle.write({ dir: made, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' });
await bundle.close();

const results = [];
const ratios = [];
const missed = [];
const cell = (text, width) => String(text).padEnd(width);
const number = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2)).padStart(9);
for (const group of chosen) {
  const { bench, onlyWhenAsked } = await import(pathToFileURL(join(made, `${group}.mjs`)).href);
  if (onlyWhenAsked === true && only === undefined) {
    process.stderr.write(`${group}: takes minutes, run it with --only ${group}\n`);
    continue;
  }
  const found = await bench();
  process.stdout.write(`\n${cell(group, 40)} ${'n'.padStart(6)} ${'p50'.padStart(9)} ${'p95'.padStart(9)}\n`);
  for (const { name, unit, n, p50, p95 } of found.results) {
    process.stdout.write(`  ${cell(name, 38)} ${String(n).padStart(6)} ${number(p50)} ${number(p95)} ${unit}\n`);
    results.push({ group, name, unit, n, p50, p95 });
  }
  for (const { name, value } of found.ratios) {
    process.stdout.write(`  ${cell(name, 38)} ${''.padStart(6)} ${number(value)} times\n`);
    ratios.push({ name, value });
  }
  missed.push(...(found.missed ?? []).map((miss) => ({ group, ...miss })));
}
if (json !== undefined) writeFileSync(json, `${JSON.stringify({ results, ratios, missed }, null, 2)}\n`);
for (const { group, name, unit, p95, goal } of missed) {
  process.stderr.write(`goal missed: ${group}: ${name}: p95 ${p95.toFixed(1)} ${unit}, ${goal} was promised\n`);
}
process.exit(missed.length > 0 ? 1 : (process.exitCode ?? 0));
