/** How often the time of day is looked at: a clock that is set meanwhile is noticed, which one long timer would miss. */
const LOOK_EVERY_MS = 20_000;

/**
 * Calls `act` once a day when the clock passes a time of day (`04:30`), local. @returns how to stop.
 */
export function atEach(time: string, act: () => void, now: () => Date = () => new Date()): () => void {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  let wasDue = isDue(now(), hour, minute);
  const timer = setInterval(() => {
    const due = isDue(now(), hour, minute);
    if (due && !wasDue) act();
    wasDue = due;
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Within the hour after the time: long enough to be seen, short enough that a start at noon is not "due". */
function isDue(at: Date, hour: number, minute: number): boolean {
  const sinceMinutes = (at.getHours() * 60 + at.getMinutes() - hour * 60 - minute + 1440) % 1440;
  return sinceMinutes < 60;
}
