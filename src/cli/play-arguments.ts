import { InvalidArgumentError } from 'commander';
import { MOST_DISPLAYS, displayChoiceSchema, type DisplayChoice } from '../main/hosts/displays.ts';
import { parseHours } from '../main/supervisor/opening-hours.ts';
import { readingZoneSchema, type ReadingZone } from '../protocol/reading-zone.ts';

// What the words after the flags of `mien play` mean. Each throws commander's own error with what would be right.

export function parsePort(word: string): number {
  const port = Number(word);
  if (!/^\d+$/.test(word) || port > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535.');
  return port;
}

/** `30%`, or `0.3`. */
export function parseBudget(word: string): number {
  const [, number, percent] = /^(\d{1,3}(?:\.\d+)?)(%?)$/.exec(word) ?? [];
  const share = Number(number) / (percent === '%' ? 100 : 1);
  if (share > 0 && share <= 1) return share;
  throw new InvalidArgumentError('a budget is a share of the machine: "30%", or "0.3".');
}

/** `all`, or numbers: `2`, `1,3`. */
export function parseDisplays(word: string): DisplayChoice {
  const parsed = displayChoiceSchema.safeParse(word === 'all' ? word : word.split(',').map(Number));
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(
    `write the displays' numbers, counted from the left: "2", "1,3" (up to ${MOST_DISPLAYS}), or "all".`,
  );
}

/** Words of a device's name. */
export function parseSpeakers(words: string): string {
  if (words.trim() !== '' && words.length <= 200) return words.trim();
  throw new InvalidArgumentError('write words of the name of the device, such as "HDMI".');
}

/** @returns a parser of a number between two. */
export function parseBetween(least: number, most: number): (word: string) => number {
  return (word) => {
    const number = Number(word);
    if (word.trim() !== '' && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`a number from ${least} to ${most} is wanted.`);
  };
}

export function parseSeed(word: string): number {
  if (!/^\d{1,15}$/.test(word)) throw new InvalidArgumentError('a seed is a whole number from 0.');
  return Number(word);
}

export function parseZone(word: string): ReadingZone {
  const [left, top, right, bottom, leastFace = 0] = word.split(',').map(Number);
  const parsed = readingZoneSchema.safeParse({ left, top, right, bottom, leastFace });
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(
    'write "0.2,0,0.8,1", or "0.2,0,0.8,1,0.1" for faces of a tenth of the height and more.',
  );
}

/** Checked here, read where the show begins. */
export function parseOpening(words: string): string {
  const parsed = parseHours(words);
  if (!parsed.ok) throw new InvalidArgumentError(parsed.reason);
  return words;
}
