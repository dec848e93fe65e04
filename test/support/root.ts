import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's root, also for code that was bundled into another folder. */
export function projectRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package-lock.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('not inside the project');
    folder = parent;
  }
  return folder;
}
