import type { CompiledFilm } from '../film/compiled-film.ts';
import type { Moment } from '../film/film-events.ts';
import { inSession } from '../film/film-fold.ts';
import type { VisitAction, VisitInput } from '../film/visit.ts';
import { capturedAtOf } from '../protocol/frame-codec.ts';
import type { StageToMain } from '../protocol/messages.ts';
import type { Reading } from '../protocol/reading.ts';
import { realClock, type Clock } from './deadlines.ts';
import { describeFault, type Fault, type FaultCode } from './faults.ts';
import { FilmActor } from './film-actor.ts';
import type { Host } from './hosts/host.ts';
import { FrontOfHouse } from './front-of-house.ts';
import { JourneyLines } from './journey-lines.ts';
import { PinLock } from './operator-pin.ts';
import { openPerceptionDesk, type PerceptionDesk } from './perception-desk.ts';
import { FRAME, type ShowOptions } from './show-options.ts';
import { ShowRecord } from './record.ts';
import { StageKeeper } from './stage-keeper.ts';
import { StageClock } from './stage/stage-clock.ts';
import { clipLengths, stageCue } from './stage/stage-cues.ts';
import { StageDesk, type Welcome } from './stage/stage-desk.ts';
import { StandInStage } from './stage/stand-in-stage.ts';
import { parseHours, type OpeningHours } from './supervisor/opening-hours.ts';
import { openTrace, playTrace } from './trace-source.ts';
import { VisitRecord, type VisitSummary } from './visit-record.ts';
import { createPages } from './web/pages.ts';
import { addStatusRoutes, type ShowStatus } from './web/show-status.ts';

/** A film that was read and checked, and its folder. */
export interface PlayableFilm {
  readonly folder: string;
  readonly compiled: CompiledFilm;
}

export interface ShowListener {
  /** One line for the operator: a scene, a decision, a fault. */
  readonly tell: (line: string) => void;
  /** The operator ended the show at the stage. */
  readonly onEnd?: () => void;
  /** A session ended. */
  readonly onVisit: (visit: VisitSummary) => void;
  /** A reading has become part of the mood, so many milliseconds after its frame was captured. */
  readonly onMood?: (afterMs: number) => void;
}

export interface Show {
  /** The address of the stage for a browser, or null where there is none to open. */
  readonly address: string | null;
  /** Whether nobody is in a session. */
  readonly isIdle: () => boolean;
  /** Ends the show: nothing of it is left running when this resolves. */
  stop(): Promise<void>;
}

/**
 * The show, put together: pages are served, the stage is opened, frames go to perception, readings to the film, its cues
 * to the stage. Rejects where it cannot be served at all (the port is taken); everything later is a fault with a remedy.
 */
export async function startShow(
  host: Host,
  playable: PlayableFilm,
  options: ShowOptions,
  listener: ShowListener,
  clock: Clock = realClock,
): Promise<Show> {
  const film = playable.compiled;
  const { tell } = listener;
  const startedAtMs = clock.nowMs();
  const record = new VisitRecord();
  const lines = new JourneyLines();
  const stageClock = new StageClock();
  const stops: (() => void)[] = [];
  let isTracing = false;
  let actor: FilmActor | null = null;
  let perception: PerceptionDesk | null = null;

  const faults: Record<string, number> = {};
  let sessions = 0;
  let readings = 0;
  const onFault = (code: FaultCode, part: string, detail: string): void => {
    const fault: Fault = { code, part, detail, sinceMs: clock.nowMs() };
    tell(describeFault(fault));
    kept.fault(fault);
    faults[code] = (faults[code] ?? 0) + 1;
  };

  const { journalFolder, stateFolder } = options;
  const kept: ShowRecord = await ShowRecord.open({
    film,
    filmFolder: playable.folder,
    clock,
    journalFolder,
    stateFolder,
    onFault,
  });
  let isKeeping = false;
  /** Once for all actions of one input, when the actor has its new state. */
  const keepState = (): void => {
    if (isKeeping) return;
    isKeeping = true;
    queueMicrotask(() => {
      isKeeping = false;
      if (actor !== null) void kept.keep(actor.state.film);
    });
  };

  const input = (message: VisitInput): void => actor?.input(message);

  const onReading = (reading: Reading): void => {
    if (house.isClosed || options.openingOnly) return;
    readings += 1;
    record.read(reading);
    input({ type: 'reading', reading });
    listener.onMood?.(clock.nowMs() - reading.capturedAtMs);
  };

  const onAction = (action: VisitAction, moment: Moment): void => {
    const line = lines.hear(action, (moment.nowMs - startedAtMs) / 1000);
    if (line !== null) tell(line);
    if (action.type === 'cue') {
      const cue = stageCue(film, action.params);
      if (cue !== null) desk.cue(cue);
    }
    kept.hear(action);
    keepState();
    house.onAction(action);
    const visit = record.hear(action);
    if (visit === null) return;
    sessions += 1;
    listener.onVisit(visit);
  };

  const startTrace = async (path: string, repeats: boolean, why: string): Promise<void> => {
    if (isTracing) return;
    isTracing = true;
    const opened = await openTrace(path);
    if (opened.ok) {
      tell(`${why}: the moods come from a recorded trace (${path})`);
      stops.push(playTrace(opened.player, clock, onReading, repeats));
    } else for (const reason of opened.reasons) tell(reason);
  };

  const onFact = (fact: StageToMain): void => {
    stageClock.hear(fact, clock.nowMs());
    switch (fact.type) {
      case 'hello':
      case 'position':
        if (fact.type === 'position') input(fact);
        return;
      case 'clipStarted':
      case 'clipEnding':
      case 'clipEnded':
        input(fact);
        return;
      case 'startPressed':
      case 'unreadPressed':
        if (!options.openingOnly) house.hear(fact);
        return;
      case 'pausePressed':
      case 'operatorPin':
      case 'operatorKey':
        house.hear(fact);
        return;
      case 'clipFailed':
        onFault('clip-failed', fact.clipId, fact.reason);
        if (fact.cueId !== null) input({ type: 'clipFailed', cueId: fact.cueId });
        return;
      case 'camera':
        house.hear(fact);
        onCamera(fact);
    }
  };

  const onCamera = (fact: Extract<StageToMain, { type: 'camera' }>): void => {
    if (fact.state === 'live') {
      tell(`camera: ${fact.label}: ${fact.detail}`);
      return;
    }
    onFault(fact.state === 'lost' ? 'camera-lost' : 'no-camera', fact.label || 'camera', fact.detail);
    const { camera } = options;
    if (fact.state !== 'lost' && camera.kind === 'device' && camera.elseTrace !== null) {
      void startTrace(camera.elseTrace, true, 'no camera');
    }
  };

  const welcome = (): Welcome => ({
    type: 'welcome',
    title: film.title,
    language: film.language,
    fit: 'cover',
    camera: house.wantsCamera ? { device: cameraDevice(options), ...FRAME } : null,
    kiosk: options.kiosk,
  });

  const lengths = clipLengths(film);
  const standIn = new StandInStage(clock, (clipId) => lengths.get(clipId) ?? 0);
  const keeper = new StageKeeper({ host, clock, onFault, onNote: tell });
  const desk = new StageDesk(standIn, welcome, {
    onFact: (fact) => {
      if (desk.hasPage) keeper.alive();
      onFact(fact);
    },
    onFrame: (bytes) => {
      if (house.mayRead()) perception?.frame(bytes, stageClock.toMain(capturedAtOf(bytes), clock.nowMs()));
    },
    onLead: (lead) => {
      house.onLead(lead);
      tell(lead === 'page' ? 'a page has the stage' : 'no page has the stage: time is kept without one');
    },
  });
  const house: FrontOfHouse = new FrontOfHouse({
    film,
    clock,
    hasCamera: wantsCamera(options),
    hours: hoursOf(options),
    pin: options.pin === null ? null : new PinLock(options.pin, () => clock.nowMs()),
    desk,
    input,
    tell,
    onEnd: () => listener.onEnd?.(),
  });

  const status = (): ShowStatus => ({
    scene: actor?.state.film.context.scene ?? film.opening,
    isInSession: actor !== null && inSession(actor.state.film),
    hasPage: desk.hasPage,
    isPaused: house.isPaused,
    isClosed: house.isClosed,
    sessions,
    readings,
    faults,
    uptimeSeconds: (clock.nowMs() - startedAtMs) / 1000,
    memoryBytes: process.memoryUsage.rss(),
  });

  const serving = await host.serve({
    pages: ({ origin, guard }) =>
      createPages({
        pagesFolder: options.pagesFolder,
        stagePage: 'stage/index.html',
        filmFolder: () => playable.folder,
        origin,
        guard,
        addRoutes: (routes) => addStatusRoutes(routes, status),
        onRefused: (reason) => tell(`refused: ${reason}`),
      }),
    onLink: (link) => desk.attach(link),
    onStageLost: (reason) => keeper.lost(reason),
    onNote: tell,
  });

  if (wantsCamera(options)) {
    perception = openPerceptionDesk({
      host,
      clock,
      recogniser: options.recogniser,
      modelsFolder: options.modelsFolder,
      zone: options.zone,
      tuning: options.tuning,
      onReading,
      onNote: tell,
      onFault,
    });
  }
  host.keepAwake(true);
  const { lasting, resume } = kept.begun;
  actor = FilmActor.start({
    film,
    clock,
    seed: options.seed,
    ...(lasting === null ? {} : { lasting }),
    ...(resume === null ? {} : { resume: resume.kept }),
    onAction,
    onNote: tell,
  });
  const { camera } = options;
  if (camera.kind === 'trace') await startTrace(camera.trace, camera.repeats, 'no camera is used');
  // Not awaited: the film runs from the first moment, with or without a picture.
  void keeper.open();

  return {
    address: serving.address,
    isIdle: () => !inSession(actor.state.film),
    stop: async () => {
      actor.stop();
      house.stop();
      for (const stop of stops) stop();
      keeper.stop();
      desk.close();
      perception?.stop();
      host.keepAwake(false);
      await kept.close(actor.state.film);
      await host.close();
    },
  };
}

function hoursOf({ hours }: ShowOptions): OpeningHours | null {
  const parsed = hours === null ? null : parseHours(hours);
  return parsed?.ok === true ? parsed.hours : null;
}

function wantsCamera({ camera }: ShowOptions): boolean {
  return camera.kind === 'device' || camera.kind === 'file';
}

function cameraDevice({ camera }: ShowOptions): string | null {
  return camera.kind === 'device' ? camera.device : null;
}
