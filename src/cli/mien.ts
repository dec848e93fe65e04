import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { Command as Program, CommanderError } from 'commander';
import { findPlaces } from '../main/places.ts';
import type { InstalledApp } from './installed-app.ts';

/** The program's exit statuses, the same for every command. */
export const EXIT = { success: 0, failure: 1, usage: 2 } as const;

const EXITS = `
Exit status: 0 when all is well (warnings may have been told), 1 when a film, a file or the run is at fault, 2 for a wrong
command line. What is asked for goes to stdout, all else to stderr.`;

interface Entry {
  readonly summary: string;
  /** Each command's file is loaded only when it is asked for: `check` needs no engine, `read` no browser. */
  readonly load: (app: InstalledApp | null) => Promise<Command>;
  /** The installed app has it too: what an operator needs, as long as it starts no Node. */
  readonly inApp?: true;
}

const COMMANDS: Readonly<Record<string, Entry>> = {
  doctor: {
    summary: 'Say what was found on this machine, and why each was taken or not.',
    load: async () => (await import('./doctor.ts')).doctorCommand(),
  },
  play: {
    summary: 'Play a film that reads the room.',
    load: async (app) => (await import('./play.ts')).playCommand(app),
    inApp: true,
  },
  kiosk: {
    summary: 'Play a film unattended: full screen, watched over, started again whatever happens.',
    load: async (app) => (await import('./kiosk.ts')).kioskCommand(app),
    inApp: true,
  },
  check: {
    summary: 'Say everything that is wrong or doubtful in a film.',
    load: async () => (await import('./check.ts')).checkCommand(),
    inApp: true,
  },
  prepare: {
    summary: 'Make what plays best out of what an artist has.',
    load: async () => (await import('./prepare.ts')).prepareCommand(),
  },
  read: {
    summary: 'Find the faces in pictures and print what they show.',
    load: async () => (await import('./read.ts')).readCommand(),
  },
  simulate: {
    summary: 'Play a film in simulated time: one visitor, or many.',
    load: async () => (await import('./simulate.ts')).simulateCommand(),
  },
  paths: {
    summary: 'Say the shortest way to every scene and ending.',
    load: async () => (await import('./paths.ts')).pathsCommand(),
  },
  explain: {
    summary: 'Say why each decision of a session fell as it did.',
    load: async () => (await import('./explain.ts')).explainCommand(),
    inApp: true,
  },
  journal: {
    summary: 'Sum up the journal: visitors, lengths, scenes, endings, busiest hours, faults.',
    load: async () => (await import('./journal.ts')).journalCommand(),
    inApp: true,
  },
  graph: {
    summary: 'Draw a film, or print its machine.',
    load: async () => (await import('./graph.ts')).graphCommand(),
  },
  new: {
    summary: 'Make a film to start from.',
    load: async () => (await import('./new.ts')).newCommand(),
  },
  import: {
    summary: "Make a film from another player's files (RIOT's scene files).",
    load: async () => (await import('./import.ts')).importCommand(),
  },
  evaluate: {
    summary: 'Measure how well faces are read, on labelled pictures, sequences or a CSV file of FER2013.',
    load: async () => (await import('./evaluate.ts')).evaluateCommand(),
  },
  tune: {
    summary: "Learn corrections to the networks from a venue's own labelled pictures or traces.",
    load: async () => (await import('./tune.ts')).tuneCommand(),
  },
  models: {
    summary: 'Convert the networks that reading needs out of their packages, where they are missing.',
    load: async () => (await import('./models.ts')).modelsCommand(),
  },
};

/** A program that knows every command by name and summary, with the asked one loaded in full. */
async function program(asked: string | undefined, app: InstalledApp | null): Promise<Program> {
  const mien = new Program('mien')
    .description('A film that reads the room: play it, check it, know every journey through it.')
    .version(version(), '--version', 'say which version this is')
    .showHelpAfterError('(mien --help lists the commands)')
    .addHelpText('after', EXITS);
  for (const [name, entry] of Object.entries(COMMANDS)) {
    if (app !== null && entry.inApp !== true) continue;
    if (name === asked) mien.addCommand(await entry.load(app));
    else mien.command(name).description(entry.summary).allowUnknownOption().allowExcessArguments();
  }
  return mien;
}

/** Of the project's own package file. */
function version(): string {
  const file = join(findPlaces().root, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}

/** Commander ends subcommands by throwing only where each was told so. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExit(child);
}

/** The installed app is opened without a command, too: it plays, and `--kiosk` among its words is the command `kiosk`. */
export function commandOf(words: readonly string[]): readonly string[] {
  const [first = 'play'] = words;
  if (Object.hasOwn(COMMANDS, first) || ['help', '--help', '-h', '--version'].includes(first))
    return [first, ...words.slice(1)];
  return words.includes('--kiosk') ? ['kiosk', ...words.filter((word) => word !== '--kiosk')] : ['play', ...words];
}

/**
 * Runs one command line (without `node` and the script; `app`: in the installed app). Sets the exit status; never throws for
 * what a user did.
 */
export async function runMien(args: readonly string[], app: InstalledApp | null = null): Promise<void> {
  const asked = args[0] === 'help' ? args[1] : args[0];
  const mien = await program(asked, app);
  throwInsteadOfExit(mien);
  try {
    await mien.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end with 0, everything else that commander refuses is wrong usage.
    process.exitCode = error.exitCode === 0 ? EXIT.success : EXIT.usage;
  }
}
