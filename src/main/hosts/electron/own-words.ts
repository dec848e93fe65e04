import { resolve } from 'node:path';

/** A command line in Electron, taken apart. */
export interface OwnWords {
  /** The script, where Electron was started with one: the packed app has its own. */
  readonly script: readonly string[];
  /** Chromium's own switches. */
  readonly switches: readonly string[];
  /** Ours. */
  readonly words: readonly string[];
}

/** AppImage's launcher puts it before all other words where the system has no namespaces for its users. */
const LAUNCHERS = '--no-sandbox';

/**
 * Chromium reads the same command line: what stands before a `--` is its own, what follows is ours and unseen by it. Without a `--` all
 * is ours but for what the launcher put first.
 */
export function ownWords(argv: readonly string[], isPackaged: boolean): OwnWords {
  const script = isPackaged ? [] : argv.slice(1, 2).map((path) => resolve(path));
  const given = argv.slice(isPackaged ? 1 : 2);
  const end = given.indexOf('--');
  const isChromiums = end >= 0 && given.slice(0, end).every((word) => word.startsWith('-'));
  if (isChromiums) return { script, switches: given.slice(0, end), words: given.slice(end + 1) };
  const ours = given.findIndex((word) => word !== LAUNCHERS);
  const at = ours < 0 ? given.length : ours;
  return { script, switches: given.slice(0, at), words: given.slice(at) };
}

/** What starts the same program again, before the words of a command; `--` keeps Chromium and GTK from reading those. */
export function again({ script, switches }: OwnWords): readonly string[] {
  return [...script, ...switches, '--'];
}

/** The same at a later login. An AppImage is laid out anew at each start: there it is the image, whose launcher adds its own. */
export function atLogin(
  own: OwnWords,
  program: string,
  env: Readonly<Record<string, string | undefined>>,
): readonly [string, ...string[]] {
  const { APPIMAGE: image, APPDIR: folder } = env;
  // Another AppImage, a terminal say, may have started this program and handed its names on.
  if (image === undefined || folder === undefined || !program.startsWith(`${folder}/`)) return [program, ...again(own)];
  return [image, ...again({ ...own, switches: own.switches.filter((word) => word !== LAUNCHERS) })];
}
