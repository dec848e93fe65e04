import type { FoundElectron } from './find-electron.ts';

/** What was found on this machine that a host needs. */
export interface HostFacts {
  /** Asked for on the command line; null: the best there is. */
  readonly asked: 'electron' | 'browser' | null;
  readonly headless: boolean;
  /** There is a screen to show a window on. */
  readonly hasScreen: boolean;
  /** Electron's binary, or why there is none. Null where it was not looked for (nothing could be shown with it). */
  readonly electron: FoundElectron | null;
  /** Path of a browser, or null. */
  readonly browser: string | null;
}

export type HostChoice =
  | { readonly host: 'electron'; readonly path: string; readonly why: string }
  | {
      readonly host: 'browser';
      /** Opened by the show as a window, headless, or not at all: then somebody opens the address. */
      readonly stage: 'window' | 'headless' | 'none';
      readonly why: string;
    }
  | { readonly host: 'none'; readonly why: string };

/** Whether Electron is to be looked for at all: looking may start a download. */
export function wantsElectron(facts: Omit<HostFacts, 'electron' | 'browser'>): boolean {
  return facts.asked === 'electron' || (facts.asked === null && facts.hasScreen && !facts.headless);
}

/** Which host carries the show, and why that one. */
export function chooseHost(facts: HostFacts): HostChoice {
  const { asked, headless, hasScreen, electron, browser } = facts;
  if (electron !== null && 'path' in electron && (asked === 'electron' || (asked === null && hasScreen && !headless))) {
    const why = asked === 'electron' ? 'asked for' : 'its binary is there, and a screen';
    return { host: 'electron', path: electron.path, why };
  }
  if (asked === 'electron') {
    return { host: 'none', why: `Electron was asked for, but ${noElectron(electron)}` };
  }
  const before =
    asked === 'browser' ? 'asked for' : headless ? 'headless was asked for' : noElectron(electron, hasScreen);
  if (browser === null) {
    return {
      host: 'browser',
      stage: 'none',
      why: `${before}; no browser was found, so somebody has to open the address`,
    };
  }
  if (headless || !hasScreen) {
    const why = headless ? before : `${before}; there is no screen, so the stage is headless`;
    return { host: 'browser', stage: 'headless', why: `${why} (${browser})` };
  }
  return { host: 'browser', stage: 'window', why: `${before}; as a window of ${browser}` };
}

function noElectron(electron: HostFacts['electron'], hasScreen = true): string {
  if (!hasScreen) return 'no screen for Electron';
  if (electron === null) return 'Electron was not looked for';
  return 'missing' in electron ? `Electron is not there (${electron.missing})` : 'Electron is there';
}
