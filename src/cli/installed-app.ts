import type { ShowOptions } from '../main/show-options.ts';

/** Mien where it runs in Electron itself, above all as the packed app: there is no Node beside it and no script to start. */
export interface InstalledApp {
  /** What starts this process's own program once more, before the words of a command. */
  readonly again: readonly string[];
  /** The same at a later login: the program first, since it may run from a place that is another one each time (AppImage). */
  readonly atLogin: readonly [program: string, ...words: readonly string[]];
  /** Plays in this process. @returns the exit status. */
  readonly play: (options: ShowOptions) => Promise<number>;
}

/** What the app has no way to do, in a line; null: nothing of that was asked for. */
export function refusedInApp(asked: { readonly host?: string; readonly headless?: boolean }): string | null {
  const word = asked.host === 'browser' ? '--host browser' : asked.headless === true ? '--headless' : null;
  if (word === null) return null;
  return `${word}: the installed app shows the film in windows of its own; "npx mien play" of a checkout has a browser`;
}
