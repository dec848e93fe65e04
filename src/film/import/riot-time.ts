/** What a time of a RIOT file means, or why it means nothing. */
export type RiotTime =
  | { readonly ok: true; readonly ms: number; readonly warning: string | null }
  | { readonly ok: false; readonly reason: string };

/** The longest time that the film language knows. */
const LONGEST_MS = 24 * 3_600_000;

/** `mm:ss.SSS`. Up to four digits of minutes, so that a slip of the finger is not taken for a time. */
const TIME = /^(\d{1,4}):(\d{1,4})\.(\d+)$/;

/**
 * RIOT read its times with a lenient `mm:ss.SSS`: what stands after the point is a count of milliseconds, not a
 * fraction (`.5` is 5 ms), and minutes and seconds may pass 59. Where it could not read a time it silently took 0;
 * here such a time is refused.
 */
export function parseRiotTime(text: string): RiotTime {
  const match = TIME.exec(text.trim());
  if (match === null) {
    return { ok: false, reason: `"${shortened(text)}" is not a time like "03:47.110" (minutes:seconds.milliseconds)` };
  }
  const [, minutes = '', seconds = '', millis = ''] = match;
  if (millis.length > 3) {
    return {
      ok: false,
      reason: `"${shortened(text)}" has ${millis.length} digits of milliseconds; three are the most`,
    };
  }
  const ms = Number(minutes) * 60_000 + Number(seconds) * 1_000 + Number(millis);
  if (ms > LONGEST_MS) return { ok: false, reason: `"${shortened(text)}" is more than a day into the film` };
  const warnings: string[] = [];
  if (millis.length < 3) {
    const fraction = millis.padEnd(3, '0');
    warnings.push(
      `"${text}" is read as RIOT did, .${millis} being ${Number(millis)} ms and not ${Number(fraction)} ms`,
    );
  }
  if (text !== text.trim()) warnings.push(`"${shortened(text)}" has blanks around it`);
  return { ok: true, ms, warning: warnings.length === 0 ? null : warnings.join('; ') };
}

/** Words from a file are quoted in messages, but not by the page. */
export function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
