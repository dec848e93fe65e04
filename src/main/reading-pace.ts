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

/** With less of the machine left than this it is full, and the film's next picture may come late: playback wins. */
const FULL = 0.06;
/** With more left than this there is room. In between nothing changes, so that the pace does not swing. */
const ROOMY = 0.15;
/** Of a full machine reading takes no more than this share. Less would give the film nothing that it could use. */
const SHARE_WHEN_FULL = 0.1;
/** A step down is a quarter, second by second; a step up is one frame, after so many seconds with room for it. */
const STEP_DOWN = 0.75;
const ROOMY_SECONDS = 3;
/** The mood is the same from 5 readings a second on (docs/mood.md); a budget alone goes lower. */
const LEAST = 5;

export function startPace(limits: PaceLimits): Pace {
  return { framesPerSecond: limits.most, roomyFor: 0 };
}

/** One second further: fewer frames where the film needs the machine, more again where there has been room for a while. */
export function nextPace(pace: Pace, { idle, readMs }: PaceSeen, limits: PaceLimits): Pace {
  const { most, cores, threads, budget } = limits;
  const within = (share: number): number =>
    readMs === null ? most : Math.floor((share * cores * 1000) / (Math.max(0.1, readMs) * threads));
  const cap = Math.max(1, Math.min(most, within(budget)));
  const now = Math.min(pace.framesPerSecond, cap);
  const full = Math.max(LEAST, within(SHARE_WHEN_FULL));
  const wanted = idle < FULL ? Math.min(cap, full) : idle >= ROOMY ? cap : now;
  if (wanted < now) return { framesPerSecond: Math.max(wanted, Math.floor(now * STEP_DOWN)), roomyFor: 0 };
  const roomyFor = wanted > now ? pace.roomyFor + 1 : 0;
  return { framesPerSecond: roomyFor >= ROOMY_SECONDS ? now + 1 : now, roomyFor };
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
