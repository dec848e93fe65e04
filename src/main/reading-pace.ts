import { cpus } from 'node:os';

/** How many frames a second are read, and what is known of the machine's room. */
export interface Pace {
  readonly framesPerSecond: number;
  /** Seconds in a row in which the machine had room for more. */
  readonly roomyFor: number;
}

export interface PaceLimits {
  /** Frames a second where the machine has room: what the stage sends at most. */
  readonly most: number;
  /** Processor cores, and how many of them a frame's reading takes. */
  readonly cores: number;
  readonly threads: number;
  /** Largest share of the whole machine that reading may take, 0..1. */
  readonly budget: number;
}

/** What the last second was like. */
export interface PaceSeen {
  /** Share of the machine that nobody used, 0..1. */
  readonly idle: number;
  /** Median milliseconds of a reading; null where there was none. */
  readonly readMs: number | null;
}

/** With less of the machine left than this the film's next picture may come late: playback wins. */
const CROWDED = 0.06;
/** With more left than this there is room for another frame a second (which takes a hundredth of two cores). */
const ROOMY = 0.15;
const ROOMY_SECONDS = 3;
/** A crowded machine reads a quarter less, second by second. */
const STEP_DOWN = 0.75;
/** The mood is the same from 5 readings a second on (docs/mood.md); a budget alone goes lower. */
const LEAST = 5;

export function startPace(limits: PaceLimits): Pace {
  return { framesPerSecond: limits.most, roomyFor: 0 };
}

/** One second further: fewer frames where the film needs the machine, more again where there has been room for a while. */
export function nextPace(pace: Pace, { idle, readMs }: PaceSeen, limits: PaceLimits): Pace {
  const { most, cores, threads, budget } = limits;
  const allowed = readMs === null ? most : (budget * cores * 1000) / (Math.max(0.1, readMs) * threads);
  const cap = Math.max(1, Math.min(most, Math.floor(allowed)));
  const roomyFor = idle >= ROOMY ? pace.roomyFor + 1 : 0;
  const now = pace.framesPerSecond;
  const wished =
    idle < CROWDED
      ? Math.max(Math.min(LEAST, now), Math.floor(now * STEP_DOWN))
      : roomyFor >= ROOMY_SECONDS
        ? now + 1
        : now;
  return { framesPerSecond: Math.min(cap, wished), roomyFor };
}

/** Cores to read with: one is the film's, and the budget is not exceeded by a frame alone. */
export function readingThreads(cores: number, budget: number): number {
  return Math.max(1, Math.min(4, cores - 1, Math.floor(cores * budget)));
}

/** Share of the machine that nobody used since it was last asked, 0..1; 1 where the system does not tell. */
export function idleMeter(): () => number {
  let before = processorTimes();
  return () => {
    const now = processorTimes();
    const all = now.all - before.all;
    const share = all <= 0 ? 1 : (now.idle - before.idle) / all;
    before = now;
    return Math.min(1, Math.max(0, share));
  };
}

function processorTimes(): { readonly all: number; readonly idle: number } {
  let all = 0;
  let idle = 0;
  for (const { times } of cpus()) {
    all += times.user + times.nice + times.sys + times.idle + times.irq;
    idle += times.idle;
  }
  return { all, idle };
}
