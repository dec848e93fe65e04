import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a show keeps what outlives it: its journal and its state. Nobody else's account can read it. */
export interface Keeping {
  readonly folder: string;
  readonly journal: string;
  readonly state: string;
}

/** The system's own place for such things (XDG base directories; Apple's and Microsoft's guides), or `MIEN_KEEP`. */
export function keepingFolders(
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
  home: string = homedir(),
): Keeping {
  const folder = env.MIEN_KEEP ?? systemFolder(platform, env, home);
  return { folder, journal: join(folder, 'journal'), state: join(folder, 'state') };
}

function systemFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Mien');
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Mien');
  return join(env.XDG_STATE_HOME ?? join(home, '.local', 'state'), 'mien');
}
