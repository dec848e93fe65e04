import type { Finding } from '../film.ts';
import { FILM_VERSION } from '../schema.ts';
import { oneToTwo } from './1-to-2.ts';

type Step = (film: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** One step a version, from that version to the next. Paths keep their meaning as far as they can, so that places stay right. */
export const STEPS: ReadonlyMap<number, Step> = new Map([[1, oneToTwo]]);

export interface Migrated {
  /** The film in the present version; undefined where its version is not known. */
  readonly value: unknown;
  /** What the artist should know about the version, or null. */
  readonly finding: Finding | null;
}

/** A film of any known version as one of the present version. What is no object is passed through for the schema to refuse. */
export function migrate(value: unknown, version: unknown): Migrated {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { value: value ?? null, finding: null };
  if (version === FILM_VERSION || typeof version !== 'number' || !Number.isFinite(version))
    return { value, finding: null };
  if (version > FILM_VERSION) {
    return {
      value: undefined,
      finding: {
        code: 'version-too-new',
        severity: 'error',
        message: `the film is written in version ${version} of the language, and this Mien speaks ${FILM_VERSION}`,
        hint: `Use a newer Mien, or write "version": ${FILM_VERSION} and mend what it then reports.`,
      },
    };
  }
  if (!STEPS.has(version)) {
    return {
      value: undefined,
      finding: {
        code: 'version-unknown',
        severity: 'error',
        message: `there is no version ${version} of the film language`,
        hint: `Write "version": ${FILM_VERSION}.`,
      },
    };
  }
  let film = value as Readonly<Record<string, unknown>>;
  for (let at = version; at < FILM_VERSION; at++) film = STEPS.get(at)?.(film) ?? film;
  return {
    value: film,
    finding: {
      code: 'version-old',
      severity: 'warning',
      message: `the film is written in version ${version} of the language; it was read as version ${FILM_VERSION}`,
      hint: `Write "version": ${FILM_VERSION}, and give every ending a name: "ending": "clearing" instead of true.`,
    },
  };
}
