import { writeProblem } from '../film/problems.ts';
import { readSettings } from './console/settings.ts';
import { loadFilm, type LoadedFilm } from './film-files.ts';
import type { Host } from './hosts/host.ts';
import type { ShowOptions } from './show-options.ts';
import { startShow, type Show } from './show.ts';
import { FALL_BACK_VARIABLE } from './supervisor/fall-back.ts';
import { mindSupervisor, reportToSupervisor } from './supervisor/supervised.ts';
import type { VisitSummary } from './visit-record.ts';

/** Signals that end a show: Ctrl-C, a service manager, a closed terminal. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** So long the ending may take. A browser that hangs in the system, or a disk that answers no more, would hold it for ever. */
const LONGEST_END_MS = 30_000;

/** How the show's process is given up where the show cannot be ended in order. */
export interface LastResort {
  readonly exit: (status: 1) => void;
  readonly afterMs: number;
}
const LAST_RESORT: LastResort = { exit: (status) => process.exit(status), afterMs: LONGEST_END_MS };

/**
 * Plays a film until it is ended (or one session is over), and leaves nothing running. The last line on stdout with
 * `once`, which plays in one pass (`inOnePass`), is the visit; everything else goes to stderr.
 * @returns the exit status: 0, or 1 for a wrong film or a failed run, and under a supervisor for one that a signal ended: where
 * the signal was not the supervisor's own, it begins the show anew.
 */
export async function runShow(host: Host, options: ShowOptions, last: LastResort = LAST_RESORT): Promise<0 | 1> {
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const isSupervised = process.env[FALL_BACK_VARIABLE] !== undefined;
  const stopMinding = mindSupervisor(() => last.exit(1));
  // A terminal that is gone, or a log on a full disk, ends no show.
  process.stderr.on('error', () => undefined);
  const loaded = await loadChosen(options, tell);
  for (const problem of loaded.problems) tell(writeProblem(problem));
  if (!loaded.ok) {
    await host.close();
    stopMinding();
    return 1;
  }

  let show: Show | null = null;
  let stopReporting = (): void => undefined;
  let visited: VisitSummary | null = null;
  let end: (by: 'signal' | 'asked') => void = () => undefined;
  const ended = new Promise<'signal' | 'asked'>((done) => (end = done));
  const endAsked = (): void => end('asked');
  for (const signal of ENDING) process.once(signal, () => end('signal'));
  const begin = async (): Promise<void> => {
    show = await startShow(host, loaded, options, {
      tell,
      onEnd: endAsked,
      onVisit: (visit) => {
        if (!options.once || visited !== null) return;
        visited = visit;
        endAsked();
      },
    });
    stopReporting = reportToSupervisor({ isIdle: show.isIdle, end: endAsked });
    if (show.address !== null) tell(`open ${show.address}`);
    for (const line of consoleLines(show, options)) tell(line);
  };
  const begun = begin().catch((error: unknown) => {
    tell(`the show could not be started: ${describe(error)}`);
    process.exitCode = 1;
    endAsked();
  });
  const by = await ended;
  const stopWaiting = giveUpLater(last, tell);
  // A start that is under way would go on behind our back: it is waited for, and ended then.
  await begun;
  const running = show as Show | null;
  await (running === null ? host.close() : running.stop()).finally(stopWaiting);
  // Only now: the supervisor holds the browsers that had to be closed.
  stopMinding();
  stopReporting();
  if (running === null || (by === 'signal' && isSupervised)) return 1;
  const visit = visited as VisitSummary | null;
  if (visit !== null) process.stdout.write(`${JSON.stringify(visit)}\n`);
  return options.once && visit === null ? 1 : 0;
}

/** @returns how to wait no longer. */
function giveUpLater({ exit, afterMs }: LastResort, tell: (line: string) => void): () => void {
  const timer = setTimeout(() => {
    tell(`the show could not be ended in order within ${afterMs / 1000} s: its process is given up`);
    exit(1);
  }, afterMs);
  return () => clearTimeout(timer);
}

function describe(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return 'the port is taken by another program';
  return error instanceof Error ? error.message : String(error);
}

/** The version of the film that the operator has put on the stage, as long as it plays; else the film as it was asked for. */
async function loadChosen(options: ShowOptions, tell: (line: string) => void): Promise<LoadedFilm> {
  const { film, keepFolder, camera, once } = options;
  // A trace that was named has times of its own: on it a session plays just as `simulate` says.
  const onePass = once && !(camera.kind === 'trace' && !camera.repeats);
  const chosen = (await readSettings(keepFolder ?? null)).film;
  if (chosen?.of === film) {
    const staged = await loadFilm(chosen.staged, { onePass });
    if (staged.ok) {
      tell(`film: the version "${chosen.name}" that was chosen at the console`);
      return staged;
    }
  }
  return loadFilm(film, { onePass });
}

/** How the operator gets to the console; in a kiosk the card at the stage tells it instead. */
function consoleLines(show: Show, { kiosk }: ShowOptions): readonly string[] {
  const ways = kiosk ? null : show.consoleWays();
  if (ways === null) return [];
  const there = ways.network.map((address) => `console for another device: ${address}, code ${ways.code}`);
  return [`console ${ways.here}`, ...there];
}
