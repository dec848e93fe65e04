import { wantsElectron } from '../main/hosts/choose-host.ts';
import { electronFetched } from '../main/hosts/find-electron.ts';

/** What a kiosk is told of the host, as `play` is. */
export interface HostFlags {
  readonly host?: 'electron' | 'browser';
  readonly headless?: boolean;
}

/** The same as words of `play`. */
export function hostWords({ host, headless }: HostFlags): readonly string[] {
  return [...(host === undefined ? [] : ['--host', host]), ...(headless === true ? ['--headless'] : [])];
}

/**
 * Why a kiosk is not begun, or null. Headless without having been asked, it would play a film that nobody sees: it keeps the
 * environment in which it began, and only another start finds the screen of a desktop that somebody has logged in to since.
 */
export function whyUnseen({ headless = false }: HostFlags, hasScreen: boolean): string | null {
  if (headless || hasScreen) return null;
  return (
    'there is no screen: neither DISPLAY nor WAYLAND_DISPLAY is set. Log in to the desktop and begin it there, ' +
    'or let it play unseen with --headless'
  );
}

/**
 * Fetches Electron where the show would run in it: once, before anything waits for the show's beat. The shows themselves
 * only look whether it is there. Never rejects.
 */
export async function fetchElectron(
  { host, headless = false }: HostFlags,
  hasScreen: boolean,
  tell: (line: string) => void,
): Promise<void> {
  if (!wantsElectron({ asked: host ?? null, headless, hasScreen })) return;
  const electron = await electronFetched(tell);
  if ('missing' in electron) tell(`it goes on without Electron: ${electron.missing}`);
}
