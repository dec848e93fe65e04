import { userInfo, homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { autostartOf } from '../main/autostart/autostart.ts';
import { install, uninstall } from '../main/autostart/install.ts';
import { realClock } from '../main/deadlines.ts';
import { describeFault, type FaultCode } from '../main/faults.ts';
import { loadFilm, showOf } from '../main/film-files.ts';
import { hasScreen } from '../main/hosts/screen.ts';
import { Journal } from '../main/journal/journal.ts';
import { findPlaces } from '../main/places.ts';
import { keepingFolders, type Keeping } from '../main/state-folder.ts';
import { BrowserKeep } from '../main/supervisor/browser-keep.ts';
import { atEach } from '../main/supervisor/daily.ts';
import { HeldBrowsers } from '../main/supervisor/held-browsers.ts';
import { Hold } from '../main/supervisor/hold.ts';
import { launchLasting } from '../main/supervisor/lasting-browser.ts';
import { startShowProcess } from '../main/supervisor/start-show.ts';
import { Supervisor } from '../main/supervisor/supervisor.ts';
import { writeProblem } from '../film/problems.ts';
import { refusedInApp, type InstalledApp } from './installed-app.ts';
import { fetchElectron, hostWords, whyUnseen, type HostFlags } from './kiosk-host.ts';

interface KioskFlags extends HostFlags {
  readonly install?: true;
  readonly uninstall?: true;
  readonly restart: string;
  readonly journal?: string | boolean;
}

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * `mien kiosk [film]`: `play --kiosk` under a supervisor. Every option of `play` may follow. Exit 1 for a wrong film or no
 * screen, 2 for wrong usage or a film that is on already; else it runs until it is ended.
 */
export function kioskCommand(app: InstalledApp | null = null): Command {
  return new Command('kiosk')
    .description('Play a film unattended: full screen, watched over, started again whatever happens.')
    .argument('[film]', 'folder of the film; the one that ships where left out')
    .argument('[options...]', 'options of play')
    .option('--install', 'start it whenever this account logs in, with the options given here')
    .option('--uninstall', 'start it at login no more')
    .option('--restart <time>', 'start anew each day at this time, between two sessions; "never"', parseTime, '04:30')
    .addOption(new Option('--host <host>', 'see play').choices(['electron', 'browser']))
    .option('--headless', 'see play')
    .option('--journal <folder>', 'see play')
    .option('--no-journal', 'see play')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (film: string | undefined, options: readonly string[], flags: KioskFlags) => {
      // An option of play may have been taken for the film.
      const words = [...(film === undefined ? [] : [film]), ...options];
      process.exitCode = await run(words, flags, app);
    });
}

function parseTime(word: string): string {
  if (word !== 'never' && !/^([01]?\d|2[0-3]):[0-5]\d$/.test(word)) {
    throw new InvalidArgumentError('write a time of day ("04:30"), or never.');
  }
  return word;
}

async function run(words: readonly string[], flags: KioskFlags, app: InstalledApp | null): Promise<number> {
  const again = app?.again ?? [join(findPlaces().root, 'scripts', 'mien.mjs')];
  const asked = words[0]?.startsWith('-') === false ? words[0] : undefined;
  const film = resolve(asked ?? join(findPlaces().films, 'weather'));
  const rest = asked === undefined ? words : words.slice(1);
  const keeping = keepingFolders();
  const journalWords =
    flags.journal === false
      ? ['--no-journal']
      : typeof flags.journal === 'string'
        ? ['--journal', resolve(flags.journal)]
        : [];
  const given = [...journalWords, ...hostWords(flags), ...rest];
  if (flags.install === true || flags.uninstall === true) {
    const isIn = flags.install === true;
    if (isIn && !(await canPlay(film, given, app))) return 1;
    // Whoever installs it, over the network say, may have no screen; at that login there is one.
    if (isIn && app === null) await fetchElectron(flags, true, tell);
    const [program, ...before] = app?.atLogin ?? [process.execPath, ...again];
    // The film that ships lies wherever the program does at that login.
    const named = asked === undefined ? [] : [film];
    const args = [...before, 'kiosk', ...named, '--restart', flags.restart, ...given];
    const order = { program, args, folder: process.cwd(), env: { MIEN_KEEP: keeping.folder } };
    const place = { platform: process.platform, env: process.env, home: homedir(), uid: userInfo().uid };
    const autostart = autostartOf(order, place);
    for (const line of await (isIn ? install(autostart) : uninstall(autostart))) tell(line);
    return 0;
  }
  const hold = new Hold(keeping.state, await showOf(film));
  const other = await hold.take();
  if (other !== null) {
    tell(`this film is on already: process ${other} shows it. To begin it anew end that one first:`);
    tell(howToEnd(other));
    return 2;
  }
  try {
    if (!(await isFilm(film))) return 1;
    // The installed app shows its film in windows of its own: without a screen it does not come as far as this.
    const why = app === null ? whyUnseen(flags, hasScreen()) : null;
    if (why !== null) {
      tell(why);
      return 1;
    }
    if (app === null) await fetchElectron(flags, hasScreen(), tell);
    return await show(film, given, flags, keeping, again);
  } finally {
    hold.release();
  }
}

function howToEnd(pid: number): string {
  if (process.platform === 'win32') return `taskkill /T /F /PID ${pid}`;
  return `kill ${pid}${process.platform === 'linux' ? ', or where it began at login: systemctl --user stop mien' : ''}`;
}

/** @param words options of play. @param again what starts this program once more. */
async function show(
  film: string,
  words: readonly string[],
  flags: KioskFlags,
  keeping: Keeping,
  again: readonly string[],
): Promise<number> {
  const journalFolder =
    flags.journal === false ? null : typeof flags.journal === 'string' ? resolve(flags.journal) : keeping.journal;
  const args = [...again, 'play', film, '--kiosk', ...words];
  return supervise(args, journalFolder, flags.restart, new HeldBrowsers(keeping.state, await showOf(film)));
}

/** What is wrong is said to whoever installs it, and not at each login to nobody. @throws commander's error for wrong usage. */
async function canPlay(film: string, words: readonly string[], app: InstalledApp | null): Promise<boolean> {
  const { playCommand } = await import('./play.ts');
  const play = playCommand(app)
    .exitOverride()
    .action(() => undefined);
  await play.parseAsync([film, '--kiosk', ...words], { from: 'user' });
  const refused = app === null ? null : refusedInApp(play.opts());
  if (refused !== null) tell(refused);
  return refused === null && (await isFilm(film));
}

async function isFilm(folder: string): Promise<boolean> {
  const loaded = await loadFilm(folder);
  if (!loaded.ok) for (const problem of loaded.problems) tell(writeProblem(problem));
  return loaded.ok;
}

async function supervise(
  args: readonly string[],
  journalFolder: string | null,
  restartAt: string,
  held: HeldBrowsers,
): Promise<number> {
  const journal = journalFolder === null ? null : new Journal({ folder: journalFolder });
  const onFault = (code: FaultCode, detail: string): void => {
    tell(describeFault({ code, part: 'show', detail, sinceMs: realClock.nowMs() }));
    journal?.write({ type: 'fault', at: new Date().toISOString(), code, part: 'show', detail });
  };
  const browsers = new BrowserKeep(launchLasting, held);
  browsers.takeUp(held.read(), tell);
  const supervisor = new Supervisor({
    clock: realClock,
    start: (step) => startShowProcess(args, step, browsers),
    onFault,
    onNote: tell,
  });
  const stopDaily = restartAt === 'never' ? (): void => undefined : atEach(restartAt, () => supervisor.restart());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => supervisor.end());
  const status = await supervisor.run();
  stopDaily();
  await browsers.close();
  await journal?.close();
  return status;
}
