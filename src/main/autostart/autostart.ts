import { launchAgent } from './launch-agent.ts';
import { systemdUnit } from './systemd-unit.ts';
import { windowsTask } from './windows-task.ts';

/** What is to run whenever somebody logs in. */
export interface AutostartOrder {
  /** Absolute path of the program, and its arguments: no shell is in between. */
  readonly program: string;
  readonly args: readonly string[];
  /** Where it was installed from: files that its arguments name are looked for there, as they were then. */
  readonly folder: string;
  /** Where the show keeps its journal and state, so that it is the same with and without autostart. */
  readonly env: Readonly<Record<string, string>>;
}

export interface AutostartPlace {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Number of the account, on macOS. */
  readonly uid: number;
}

/** How a system starts a program at login: a file, and commands that make the system take notice of it. */
export interface Autostart {
  readonly what: string;
  readonly file: string;
  readonly text: string;
  readonly encoding: 'utf8' | 'utf16le';
  readonly enable: readonly (readonly string[])[];
  readonly disable: readonly (readonly string[])[];
  /** A command that fails where it is enabled and no login begins it all the same, and what is to be done then. */
  readonly reached?: { readonly ask: readonly string[]; readonly orElse: string };
}

/** The way of this system. A decision only: nothing is written. */
export function autostartOf(order: AutostartOrder, place: AutostartPlace): Autostart {
  if (place.platform === 'darwin') return launchAgent(order, place);
  if (place.platform === 'win32') return windowsTask(order, place);
  return systemdUnit(order, place);
}
