import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CompiledFilm } from '../../film/compiled-film.ts';
import type { VisitAction } from '../../film/visit.ts';
import { NEW_WATCH, watchRoom } from '../../mood/room-watch.ts';
import type { Command, ShowNow } from '../../protocol/console-messages.ts';
import type { StageToMain } from '../../protocol/messages.ts';
import type { Reading } from '../../protocol/reading.ts';
import type { Clock } from '../deadlines.ts';
import type { Eyes } from '../eyes.ts';
import type { Fault } from '../faults.ts';
import type { FilmInPlay, PlayableFilm } from '../film-in-play.ts';
import type { FrontOfHouse } from '../front-of-house.ts';
import type { ShowOptions } from '../show-options.ts';
import type { StageDesk } from '../stage/stage-desk.ts';
import type { ShowStatus } from '../web/show-status.ts';
import { obey, type Controls, type Outcome } from './commands.ts';
import { ConsoleDesk } from './console-desk.ts';
import { consoleLink } from './console-link.ts';
import { startConsoleServer, type ConsoleServer } from './console-server.ts';
import { FilmChange, type Shelved } from './film-change.ts';
import { filmMap } from './film-map.ts';
import { OperatorLog } from './operator-log.ts';
import { Pairing } from './pairing.ts';
import { scraperToken } from './scraper-token.ts';
import { KeptSettings, readSettings, versionsOf } from './settings.ts';
import { showNow } from './show-now.ts';
import { hottest } from './temperature.ts';

const FADE_MS = 400;
const TEMPERATURE_EVERY_MS = 10_000;

/** The parts of a show that its console shows and sets. */
export interface ConsoleParts {
  readonly clock: Clock;
  readonly options: ShowOptions;
  readonly playing: FilmInPlay;
  readonly eyes: Eyes;
  readonly house: FrontOfHouse;
  readonly desk: StageDesk;
  readonly status: () => ShowStatus;
  /** Somebody uses a console on the stage's own machine. */
  readonly onTouched: () => void;
  readonly tell: (line: string) => void;
}

/** What the show tells its console. */
export interface Console {
  /** Addresses for this machine, for other devices, and a fresh code for one of these; null: no console is served. */
  readonly ways: () => { readonly here: string; readonly network: readonly string[]; readonly code: string } | null;
  onAction(action: VisitAction): void;
  onFact(fact: StageToMain): void;
  onFault(fault: Fault): void;
  onReading(reading: Reading): void;
  /** Nobody is read from here on: whoever was in view is not shown as if they still were. */
  onReadingStops(): void;
  /** A camera frame that may be read. */
  onFrame(bytes: Uint8Array): void;
  /** A page has the stage: it is told the volume and the language. */
  onStage(): void;
  close(): Promise<void>;
}

/** Opens the operator's page. A port that is taken leaves the show without one; it goes on, and says so. */
export async function openConsole(parts: ConsoleParts): Promise<Console> {
  const { clock, options, playing, eyes, house, desk, tell } = parts;
  const keepFolder = options.keepFolder ?? null;
  const settings = new KeptSettings(keepFolder, await readSettings(keepFolder), (reason) =>
    tell(`the console's settings cannot be kept: ${reason}`),
  );
  const pairing = new Pairing(
    () => clock.nowMs(),
    () => house.takeCardDown(),
  );
  const camera = { state: 'off' as ShowNow['camera']['state'], label: '', all: [] as readonly string[] };
  let watch = NEW_WATCH;
  let drawn: CompiledFilm | null = null;
  let sessionBeganMs: number | null = null;
  let temperature: number | null = null;
  let server: ConsoleServer | null = null;

  const change = new FilmChange({
    playing,
    ...versionsOf(options.film, settings.now),
    shelves: [dirname(options.film), ...(keepFolder === null ? [] : [join(keepFolder, 'films')])],
    staged: join(keepFolder ?? join(tmpdir(), `mien-staged-${process.pid}`), 'staged'),
    onChange: () => console.tellStaging(),
    onSwapped: (film, name, before) => filmSwapped(film, name, before),
    tell,
  });
  const filmSwapped = ({ folder }: PlayableFilm, name: string, before: Shelved): void => {
    settings.set({
      film: folder === options.film ? undefined : { of: options.film, staged: folder, name },
      filmBefore: { of: options.film, ...before },
    });
    house.filmChanged();
    eyes.filmChanged();
    desk.welcomeAgain();
    if (drawn !== null) drawMap();
  };
  const speak = (): void => desk.speak({ subtitles: settings.now.subtitles, soundTrack: settings.now.soundTrack });

  const controls: Controls = {
    film: () => playing.film,
    isStopped: () => house.isStopped,
    isClosed: () => house.isClosed,
    wantsCamera: () => eyes.wantsCamera,
    isStaging: () => change.isBusy,
    isHeld: () => playing.isHeld,
    isInSession: () => playing.isInSession,
    isOpeningOnly: () => options.openingOnly,
    // Past the front of the house: nobody agrees for the visitors.
    start: () => playing.input({ type: 'startPressed' }),
    stop: (on) => house.close(on),
    skip: () => playing.input({ type: 'skip' }),
    reset: () => playing.input({ type: 'reset' }),
    hold: (on) => playing.hold(on),
    go: (scene) => playing.input({ type: 'go', scene }),
    force: (emotion) => eyes.force(emotion),
    volume: (volume) => {
      settings.set({ volume });
      desk.volume(volume, FADE_MS);
    },
    subtitles: (subtitles) => {
      settings.set({ subtitles });
      speak();
    },
    soundTrack: (soundTrack) => {
      settings.set({ soundTrack });
      speak();
    },
    blackout: (on) => house.blackout(on),
    pause: (on) => house.pause(on),
    camera: (label) => {
      settings.set({ camera: label });
      eyes.useCamera(label);
      desk.welcomeAgain();
    },
    recogniser: (name) => {
      settings.set({ recogniser: name });
      eyes.readOtherwise({ recogniser: name });
    },
    zone: (zone) => {
      settings.set({ zone });
      eyes.readOtherwise({ zone });
    },
    chooseFilm: (name) => void change.choose(name),
    rollBack: () => change.rollBack(),
  };

  const status = (): ShowNow =>
    showNow({ playing, eyes, house, camera, sessionBeganMs, settings: settings.now }, parts.status(), clock);

  const log = new OperatorLog(({ command, refused }) => {
    tell(`the operator: ${JSON.stringify(command)}${refused === undefined ? '' : `: refused: ${refused}`}`);
    playing.operator({ where: 'console', command, ...(refused === undefined ? {} : { refused }) });
  });
  const obeyed = (command: Command): Outcome => {
    const outcome = obey(command, controls);
    log.hear(command, outcome);
    return outcome;
  };
  const console = new ConsoleDesk({
    nowMs: () => clock.nowMs(),
    now: () => new Date(),
    status,
    staging: () => change.now,
    pictures: parts.status,
    memoryMb: () => process.memoryUsage.rss() / 2 ** 20,
    temperature: () => temperature,
    obey: obeyed,
    onTouched: parts.onTouched,
    pair: () => ({ code: pairing.newCode(), addresses: server?.networkAddresses() ?? [] }),
    onArrive: () => {
      void change.look();
      drawMap();
    },
  });

  /** Only once somebody looks: laying it out takes a thread and its memory. */
  const drawMap = (): void => {
    if (drawn === playing.film) return;
    drawn = playing.film;
    filmMap(playing.film).then(
      (map) => console.map(map),
      (error: unknown) => tell(`the film's map could not be drawn: ${String(error)}`),
    );
  };
  const forgetRoom = (): void => {
    watch = NEW_WATCH;
    console.forgetRoom();
  };
  const measure = (): void => void hottest().then((celsius) => (temperature = celsius));
  const thermometer = setInterval(measure, TEMPERATURE_EVERY_MS);
  measure();

  if (options.console !== undefined) {
    const onRefused = (reason: string): void => tell(`refused: ${reason}`);
    try {
      server = await startConsoleServer({
        ...options.console,
        pagesFolder: options.pagesFolder,
        pairing,
        scraperToken: await scraperToken(keepFolder, tell),
        status: parts.status,
        nowMs: () => clock.nowMs(),
        onRefused,
        onLink: (socket, isLocal) =>
          console.attach(
            consoleLink(
              socket,
              isLocal,
              (reason) => onRefused(`from a console: ${reason}`),
              () => clock.nowMs(),
            ),
          ),
      });
    } catch (error) {
      tell(`there is no console: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  return {
    ways: () =>
      server === null
        ? null
        : { here: server.ticketAddress(), network: server.networkAddresses(), code: pairing.newCode() },
    onAction: (action) => {
      if (action.type === 'decision') console.decision(action.params);
      if (action.type === 'sessionStarted') sessionBeganMs = clock.nowMs();
      if (action.type === 'sessionEnded') {
        sessionBeganMs = null;
        // After the actor has done all that this input asked of it.
        setImmediate(() => void change.swapIfIdle());
      }
    },
    onFact: (fact) => {
      if (fact.type === 'cameras') camera.all = fact.labels;
      if (fact.type === 'camera') {
        camera.state = fact.state;
        camera.label = fact.label;
        if (fact.state !== 'live') forgetRoom();
      }
    },
    onFault: (fault) => console.fault(fault),
    onReading: (reading) => {
      const { state, film, scene } = playing;
      const rules = film.scenes[scene]?.reading.rules;
      if (state === null || rules === undefined) return;
      const watched = watchRoom(watch, state.room, reading, rules, clock.nowMs());
      watch = watched.watch;
      console.room(watched.feed);
    },
    onReadingStops: forgetRoom,
    onFrame: (bytes) => console.frame(bytes),
    onStage: () => {
      if (settings.now.volume !== undefined) desk.volume(settings.now.volume, 0);
      speak();
    },
    close: async () => {
      clearInterval(thermometer);
      log.flush();
      console.close();
      await server?.close();
      await settings.settled();
    },
  };
}
