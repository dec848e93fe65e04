import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the project's own parts lie: in a checkout, or in a packed app (there films and networks lie beside the code). */
export interface Places {
  readonly root: string;
  /** Built code: `perception-process.js`, `preload.cjs`, `pages/`. */
  readonly dist: string;
  readonly pages: string;
  readonly films: string;
  /** The networks and their manifest. */
  readonly models: string;
}

/** Looks upward from this very file, which lies in `src/main` or, bundled, in `dist` or below it. */
export function findPlaces(from: string = dirname(fileURLToPath(import.meta.url))): Places {
  let root = from;
  while (!existsSync(join(root, 'package.json')) && dirname(root) !== root) root = dirname(root);
  const dist = join(root, 'dist');
  // electron-builder lays extra resources beside the archive, not into it.
  const resources = root.endsWith('.asar') ? dirname(root) : root;
  return {
    root,
    dist,
    pages: join(dist, 'pages'),
    films: join(resources, 'film'),
    models: join(resources, 'models'),
  };
}
