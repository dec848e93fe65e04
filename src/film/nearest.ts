/** Longest word that is compared; nobody misspells a longer one by accident. */
const LONGEST = 64;

/** How many letters have to be changed, added, left out or swapped with their neighbour to make `a` into `b`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The known word that `word` was most likely meant to be, or undefined where none is near (a third of its letters). */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  const lower = word.toLowerCase();
  let most = Math.max(1, Math.floor(word.length / 3));
  let best: string | undefined;
  for (const candidate of known) {
    if (candidate.length > LONGEST) continue;
    const cost = distance(lower, candidate.toLowerCase(), most);
    if (cost < most || (cost === most && best === undefined)) {
      best = candidate;
      most = cost;
      if (cost === 0) break;
    }
  }
  return best;
}

/** Words that are compared before suggestions are given up: a few typing errors in the largest film, hundreds in a usual one. */
const MOST_COMPARED = 60_000;

/** Suggestions for one run, bounded: a film whose every name is wrong gets none after the first few hundred. */
export class Suggestions {
  #left = MOST_COMPARED;

  get isOpen(): boolean {
    return this.#left > 0;
  }

  /** @param known is only made where there is still something to be suggested. */
  for(word: string, known: () => readonly string[]): string | undefined {
    if (this.#left <= 0) return undefined;
    const words = known();
    this.#left -= words.length + 1;
    return nearest(word, words);
  }
}

/** `"sun", "rain" or "mist"`; at most eight are listed. */
export function listed(words: readonly string[], link = 'or'): string {
  const shown = words.slice(0, 8).map((word) => `"${word}"`);
  if (words.length > 8) return `${shown.join(', ')} ... (${words.length} in all)`;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} ${link} ${shown.at(-1) ?? ''}`;
}
