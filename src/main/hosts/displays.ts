import { z } from 'zod';

/** A display of the machine, in the pixels of its desktop. */
export interface Display {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly isPrimary: boolean;
}

/** More than any machine has. */
export const MOST_DISPLAYS = 16;

/** Displays by their number, counted from the left (then from the top), the first being 1; or all of them. */
export const displayChoiceSchema = z.union([
  z.literal('all'),
  z.array(z.number().int().min(1).max(MOST_DISPLAYS)).min(1).readonly(),
]);
export type DisplayChoice = z.infer<typeof displayChoiceSchema>;

/**
 * The displays that the film shall fill, in the order in which they were named, each once; `missing`: numbers that no display
 * has now (a projector that is switched off). Where none is there, the primary one: the film never stops.
 */
export function chooseDisplays(
  all: readonly Display[],
  choice: DisplayChoice,
): { readonly chosen: readonly Display[]; readonly missing: readonly number[] } {
  const ordered = all.toSorted((a, b) => a.left - b.left || a.top - b.top);
  const numbers = choice === 'all' ? ordered.map((_, index) => index + 1) : [...new Set(choice)];
  const chosen = numbers.flatMap((number) => ordered[number - 1] ?? []);
  const missing = numbers.filter((number) => ordered[number - 1] === undefined);
  const instead = ordered.find(({ isPrimary }) => isPrimary) ?? ordered[0];
  return { chosen: chosen.length > 0 || instead === undefined ? chosen : [instead], missing };
}

/** For the operator: which displays that were chosen are not there; null where all are. */
export function missingLine(missing: readonly number[]): string | null {
  return missing.length === 0 ? null : `there is no display ${missing.join(' and no display ')} now`;
}
