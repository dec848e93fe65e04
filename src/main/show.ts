import { capturedAtOf } from '../protocol/frame-codec.ts';
import type { StageToMain } from '../protocol/messages.ts';
import { ConsoleHere, cardLines } from './console/ways-in.ts';
import { collectGarbage } from './collect-garbage.ts';
import { openConsole, type Console } from './console/console.ts';
import { realClock, type Clock } from './deadlines.ts';
import { describeFault, type Fault, type FaultCode } from './faults.ts';
import { FilmInPlay, type PlayableFilm } from './film-in-play.ts';
import type { Host } from './hosts/host.ts';
import { FrontOfHouse } from './front-of-house.ts';
import { HouseState } from './house-state.ts';
import { JourneyLines } from './journey-lines.ts';
import { PinLock } from './operator-pin.ts';
import { ShowEyes } from './show-eyes.ts';
import { FRAME, hoursOf, type ShowOptions } from './show-options.ts';
import { StageKeeper } from './stage-keeper.ts';
import { PictureTally } from './stage/picture-tally.ts';
import { StageClock } from './stage/stage-clock.ts';
import { StageDesk, type Welcome } from './stage/stage-desk.ts';
import { StandInStage } from './stage/stand-in-stage.ts';
import { fallBackLine } from './supervisor/fall-back.ts';
import type { VisitSummary } from './visit-record.ts';
import { createPages } from './web/pages.ts';
import { addStatusRoutes, type ShowStatus } from './web/show-status.ts';

export interface ShowListener {
  /** One line for the operator: a scene, a decision, a fault. */
  readonly tell: (line: string) => void;
  /** The operator ended the show at the stage, or somebody closed its window. */
  readonly onEnd?: () => void;
  /** A session ended. */
  readonly onVisit: (visit: VisitSummary) => void;
  /** A reading has become part of the mood, so many milliseconds after its frame was captured. */
  readonly onMood?: (afterMs: number) => void;
}

export interface Show {
  /** The address of the stage for a browser, or null where there is none to open. */
  readonly address: string | null;
  /** Ways to the operator's page; null: none is served. */
  readonly consoleWays: Console['ways'];
  /** Whether nobody is in a session. */
  readonly isIdle: () => boolean;
  /** Ends the show: nothing of it is left running when this resolves. */
  stop(): Promise<void>;
}

/** From a session's end to the sweeping behind it. */
const TIDY_AFTER_MS = 1500;

/**
 * The show, put together: pages are served, the stage is opened, frames go to perception, readings to the film, its cues
 * to the stage. Rejects where it cannot be served at all (the port is taken), and leaves the host to its caller then; everything
 * later is a fault with a remedy.
 */
export async function startShow(
  host: Host,
  playable: PlayableFilm,
  options: ShowOptions,
  listener: ShowListener,
  clock: Clock = realClock,
): Promise<Show> {
  const { tell } = listener;
  const { without = 'nothing' } = options;
  const startedAtMs = clock.nowMs();
  const lines = new JourneyLines();
  const stageClock = new StageClock();
  const pictures = new PictureTally();

  const faults: Record<string, number> = {};
  let sessions = 0;
  /** Why the film does not sound where it should; null: it does. */
  let missingSpeakers: string | null = null;
  let console: Console | null = null;
  let isStopped = false;
  const onFault = (code: FaultCode, part: string, detail: string): void => {
    const fault: Fault = { code, part, detail, sinceMs: clock.nowMs() };
    tell(describeFault(fault));
    playing.fault(fault);
    console?.onFault(fault);
    faults[code] = (faults[code] ?? 0) + 1;
  };

  const seen = new ShowEyes({
    host,
    clock,
    options,
    parts: () => ({ playing, house, desk, console }),
    onMood: (afterMs) => listener.onMood?.(afterMs),
    tell,
    onFault,
  });
  const { eyes } = seen;

  const { seed, journalFolder, stateFolder } = options;
  const playing: FilmInPlay = await FilmInPlay.open(
    {
      clock,
      seed,
      journalFolder,
      stateFolder,
      isUnread: () => house.isUnread,
      onFault,
      tell,
      // One that was still being kept when the show ended would set the stand-in going again, for good.
      onCue: (cue) => {
        if (!isStopped) desk.cue(cue);
      },
      onAction: (action, moment, visit) => {
        const line = lines.hear(action, (moment.nowMs - startedAtMs) / 1000);
        if (line !== null) tell(line);
        house.onAction(action);
        console?.onAction(action);
        if (visit === null) return;
        sessions += 1;
        listener.onVisit(visit);
        // Once the opening is under way: it plays by itself.
        setTimeout(collectGarbage, TIDY_AFTER_MS).unref();
      },
    },
    playable,
  );

  const decided = await HouseState.open({
    folder: stateFolder,
    filmFolder: options.film,
    hasConsole: options.console !== undefined,
    onFailure: (reason) => onFault('state-failed', stateFolder ?? '', `a pause, stop or blackout: ${reason}`),
  });

  const onFact = (fact: StageToMain): void => {
    stageClock.hear(fact, clock.nowMs());
    pictures.hear(fact, clock.nowMs());
    console?.onFact(fact);
    switch (fact.type) {
      case 'hello':
      case 'cameras':
      case 'still':
        return;
      case 'position':
        if (fact.undrawnSeconds !== undefined) keeper.undrawn(fact.undrawnSeconds);
        playing.input(fact);
        return;
      case 'clipStarted':
      case 'clipEnding':
      case 'clipEnded':
        playing.input(fact);
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
        keeper.clipFailed(fact.clipId);
        if (fact.cueId !== null) playing.input({ type: 'clipFailed', cueId: fact.cueId });
        return;
      case 'soundLost':
        onFault('sound-lost', fact.clipId, fact.reason);
        return;
      case 'speakers':
        // A page tells it again each time it is welcomed.
        if (fact.missing !== null && missingSpeakers === null) onFault('other-speakers', fact.wished, fact.missing);
        missingSpeakers = fact.missing;
        return;
      case 'camera':
        house.hear(fact);
        eyes.hearCamera(fact);
    }
  };

  const welcome = (): Welcome => ({
    type: 'welcome',
    title: playing.film.title,
    language: playing.film.language,
    fit: options.fit ?? playing.film.fit,
    textSize: options.textSize ?? playing.film.textSize,
    safeArea: options.safeArea ?? playing.film.safeArea,
    speakers: options.speakers,
    subtitles: playing.film.subtitlesOn,
    soundTrack: playing.film.audioOn,
    camera: house.wantsCamera ? { device: eyes.device, ...FRAME } : null,
    kiosk: options.kiosk,
  });

  const standIn = new StandInStage(clock, (clipId) => playing.lengthOf(clipId));
  const keeper = new StageKeeper({
    host,
    clock,
    onFault,
    onNote: tell,
    onKeepsFailing: () => {
      if (house.giveUpCamera())
        onFault('fell-back', 'stage', 'it keeps failing: from now on the film plays without a camera');
    },
  });
  const desk = new StageDesk(standIn, welcome, {
    onFact: (fact) => {
      if (desk.hasPage) keeper.alive();
      onFact(fact);
    },
    onFrame: (bytes) => seen.onFrame(bytes, stageClock.toMain(capturedAtOf(bytes), clock.nowMs())),
    onLead: (lead) => {
      // Another page has another clock.
      stageClock.forget();
      house.onLead(lead);
      console?.onStage();
      tell(lead === 'page' ? 'a page has the stage' : 'no page has the stage: time is kept without one');
    },
  });
  const here = new ConsoleHere(host, tell);
  const house: FrontOfHouse = new FrontOfHouse({
    film: {
      get privacy() {
        return playing.film.privacy;
      },
    },
    clock,
    hasCamera: eyes.wantsCamera,
    hours: hoursOf(options),
    pin: options.pin === null ? null : new PinLock(options.pin, () => clock.nowMs()),
    desk,
    input: (message) => playing.input(message),
    isHeld: () => playing.isHeld,
    onReadingStops: () => console?.onReadingStops(),
    tell,
    onOperator: (command) => playing.operator({ where: 'stage', command }),
    onEnd: () => listener.onEnd?.(),
    cardLines: () => cardLines(console),
    onCard: () => void here.close(),
    onConsole: () => void here.open(console),
    begun: decided.begun,
    onDecided: (decisions) => decided.keep(decisions),
  });

  const status = (): ShowStatus => ({
    scene: playing.scene,
    isInSession: playing.isInSession,
    hasPage: desk.hasPage,
    isPaused: house.isPaused,
    isClosed: house.isClosed,
    without,
    missingCamera: house.wantsCamera ? eyes.insteadOf : null,
    sessions,
    readings: seen.readings,
    picturesPerSecond: pictures.perSecond(clock.nowMs()),
    picturesDropped: pictures.dropped,
    rates: pictures.rates,
    faults,
    uptimeSeconds: (clock.nowMs() - startedAtMs) / 1000,
    memoryBytes: process.memoryUsage.rss(),
  });

  /** Ends all but the host. */
  const stopParts = async (): Promise<void> => {
    isStopped = true;
    playing.stop();
    house.stop();
    keeper.stop();
    desk.close();
    eyes.stop();
    await console?.close();
    await decided.settled();
    host.keepAwake(false);
    // A film that was not begun leaves nothing.
    if (playing.state !== null) await playing.close();
  };

  /** @returns the address of the stage. */
  const begin = async (): Promise<string | null> => {
    const serving = await host.serve({
      pages: ({ origin, guard }) =>
        createPages({
          pagesFolder: options.pagesFolder,
          stagePage: 'stage/index.html',
          filmFolder: (version) => playing.folderOf(version),
          origin,
          guard,
          addRoutes: (routes) => addStatusRoutes(routes, status),
          still: () => desk.still,
          onRefused: (reason) => tell(`refused: ${reason}`),
        }),
      onLink: (link) => desk.attach(link),
      onStageLost: (reason) => keeper.lost(reason),
      onClosed: () => listener.onEnd?.(),
      onFront: (browser) => desk.toFront(browser),
      onNote: tell,
    });

    console = await openConsole({
      clock,
      options,
      playing,
      eyes,
      house,
      desk,
      status,
      onTouched: () => here.touched(),
      tell,
    });
    eyes.open();
    host.keepAwake(true);
    playing.begin();
    const less = fallBackLine(without);
    if (less !== null) onFault('fell-back', 'show', less);
    if (playing.takenUp !== null) house.takeUp(playing.takenUp);
    // A session that was taken up has no place in a closed house, nor where only the opening may play.
    if (house.isClosed || options.openingOnly) playing.input({ type: 'reset' });
    await eyes.openTrace();
    // Not awaited: the film runs from the first moment, with or without a picture.
    void keeper.open();
    return serving.address;
  };
  const address = await begin().catch(async (error: unknown) => {
    // What has begun so far would keep the process alive, and nobody could end it.
    await stopParts().catch(() => undefined);
    throw error;
  });

  return {
    address,
    consoleWays: () => console?.ways() ?? null,
    isIdle: () => !playing.isInSession,
    stop: async () => {
      await stopParts();
      await host.close();
    },
  };
}
