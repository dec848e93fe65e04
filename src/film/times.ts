/** Longest time that a film may name: 24 hours. */
const LONGEST_MS = 24 * 3600 * 1000;

/** A time as an artist writes it: see `timeSchema`. */
export const TIME_PATTERN =
  '^(?:\\d+(?:\\.\\d+)?|(?:\\d{1,2}:)?\\d{1,2}:\\d{2}(?:\\.\\d{1,3})?|\\d+f(?:@\\d+(?:\\.\\d+)?)?)$';
const SECONDS = /^(\d+(?:\.\d+)?)$/u;
const COLONS = /^(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:\.(\d{1,3}))?$/u;
const FRAMES = /^(\d+)f(?:@(\d+(?:\.\d+)?))?$/u;

export type Time = { readonly ms: number } | { readonly fault: string; readonly mend: string };

/**
 * Milliseconds of a time: seconds as a number, "mm:ss.SSS", "hh:mm:ss.SSS", or frames as "1500f" at the stated rate or
 * "1500f@25". Frames become the time at which that frame begins.
 */
export function parseTime(value: number | string, framesPerSecond: number | undefined): Time {
  if (typeof value === 'number') return bounded(value * 1000);
  const text = value.trim();
  const seconds = SECONDS.exec(text);
  if (seconds !== null) return bounded(Number(seconds[1]) * 1000);
  const colons = COLONS.exec(text);
  if (colons !== null) return fromColons(text, colons);
  const frames = FRAMES.exec(text);
  if (frames !== null) {
    const rate = frames[2] === undefined ? framesPerSecond : Number(frames[2]);
    if (rate === undefined || !(rate > 0)) {
      return {
        fault: `"${text}" counts frames, and nothing says how many there are in a second`,
        mend: `Write "${text.replace(/@.*$/u, '')}@25", or state "rate" on the clip or "frameRate" on the film.`,
      };
    }
    return bounded((Number(frames[1]) / rate) * 1000);
  }
  return {
    fault: `"${text.slice(0, 40)}" is not a time`,
    mend: 'Write seconds (12.5), "mm:ss.SSS", "hh:mm:ss.SSS", or frames ("1500f@25").',
  };
}

function fromColons(text: string, parts: RegExpExecArray): Time {
  const [, hours = '0', minutes = '0', seconds = '0', fraction = ''] = parts;
  if (Number(seconds) > 59 || (parts[1] !== undefined && Number(minutes) > 59)) {
    return { fault: `"${text}" has more than 59 seconds or minutes`, mend: 'Carry them over to the next unit.' };
  }
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return bounded(whole * 1000 + Number(fraction.padEnd(3, '0')));
}

function bounded(ms: number): Time {
  if (Number.isFinite(ms) && ms >= 0 && ms <= LONGEST_MS) return { ms: Math.round(ms * 1000) / 1000 };
  return { fault: 'the time is negative or longer than a day', mend: 'Write a time between 0 and 24 hours.' };
}

/** Milliseconds as `mm:ss.SSS` (or `hh:mm:ss.SSS`), for messages and reports. */
export function writeTime(ms: number): string {
  const whole = Math.round(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3_600_000);
  const rest = `${two(Math.floor(whole / 60_000) % 60)}:${two(Math.floor(whole / 1000) % 60)}`;
  return `${hours > 0 ? `${two(hours)}:` : ''}${rest}.${String(whole % 1000).padStart(3, '0')}`;
}
