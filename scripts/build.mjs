// Builds dist/: the command, the processes and the pages. `node scripts/build.mjs` always builds; `buildIfStale()` only
// when a source is newer than the last build. A build happens in a folder of its own and is swapped in whole, so that
// a show that is starting never sees half of one.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const lock = join(root, '.types', 'build.lock');
/** A build takes seconds; a lock older than this was left by a process that was killed. */
const LOCK_STALE_MS = 120_000;

/** Entry points that run in Node or Electron's main: name in dist -> source. */
const entries = {
  mien: 'src/cli/mien.ts',
  'perception-process': 'src/perception/perception-process.ts',
  'electron-main': 'src/main/hosts/electron/electron-main.ts',
};
/** A sandboxed preload cannot be an ES module, so it is bundled to one CommonJS file. */
const preload = 'src/preload/preload.ts';

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else yield path;
  }
}

/** Changes whenever a source, the build's own script or a dependency's version changes. */
function fingerprint() {
  const hash = createHash('sha256');
  const extra = ['package-lock.json', 'vite.config.ts', 'scripts/build.mjs']
    .map((name) => join(root, name))
    .filter((path) => existsSync(path));
  // The networks' manifest and converter are bundled with the code that reads them.
  const models = [...files(join(root, 'models'))].filter((path) => /\.(ts|json)$/.test(path));
  for (const path of [...files(join(root, 'src')), ...models, ...extra].sort()) {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${relative(root, path)} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

const stampIs = (print) => existsSync(join(dist, '.stamp')) && readFileSync(join(dist, '.stamp'), 'utf8') === print;

export async function build(print = fingerprint()) {
  const [{ rolldown }, vite] = await Promise.all([import('rolldown'), import('vite')]);
  const next = join(root, `.types/dist-${process.pid}`);
  rmSync(next, { recursive: true, force: true });
  // Packages stay outside the bundle (some carry native parts), our own files go in.
  const external = (id) => !id.startsWith('.') && !id.startsWith('/') && !/^[A-Za-z]:\\/.test(id);
  const bundle = async (input, output) => {
    const made = await rolldown({ input, external, platform: 'node', cwd: root });
    await made.write(output);
    await made.close();
  };
  const present = Object.fromEntries(Object.entries(entries).filter(([, source]) => existsSync(join(root, source))));
  try {
    const { 'electron-main': electron, ...nodes } = present;
    const parts = { dir: next, format: 'esm', sourcemap: true, chunkFileNames: 'parts/[name]-[hash].js' };
    await bundle(nodes, parts);
    // By itself: what the command shares with it would else come to lie in its file, which only Electron can load.
    if (electron !== undefined) await bundle({ 'electron-main': electron }, parts);
    if (existsSync(join(root, preload)))
      await bundle(join(root, preload), { file: join(next, 'preload.cjs'), format: 'cjs' });
    if (existsSync(join(root, 'vite.config.ts'))) {
      // Whoever starts the build, a test among them, gets the pages that visitors get: Vite goes by this word.
      const before = process.env.NODE_ENV;
      process.env.NODE_ENV = 'production';
      await vite.build({
        root: join(root, 'src/renderer'),
        configFile: join(root, 'vite.config.ts'),
        logLevel: 'warn',
        build: { outDir: join(next, 'pages'), emptyOutDir: true },
      });
      if (before === undefined) delete process.env.NODE_ENV;
      else process.env.NODE_ENV = before;
    }
    writeFileSync(join(next, '.stamp'), print);
    const old = join(root, `.types/dist-old-${process.pid}`);
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(next, dist);
    rmSync(old, { recursive: true, force: true });
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

export async function buildIfStale() {
  // A packed app carries no sources: what it has is what runs.
  if (!existsSync(join(root, 'src'))) return;
  const print = fingerprint();
  if (stampIs(print)) return;
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > LOCK_STALE_MS) rmSync(lock, { recursive: true, force: true });
      await new Promise((done) => setTimeout(done, 100));
    }
  }
  try {
    if (!stampIs(print)) {
      process.stderr.write('mien: building\n');
      await build(print);
    }
  } finally {
    rmdirSync(lock);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
