import { z } from 'zod';
import { type Parsed, parseText } from '../protocol/parse-message.ts';
import type { CompiledFilm } from './compiled-film.ts';
import type { FilmContext } from './film-context.ts';
import { type FilmState, resolved } from './film-fold.ts';

const counts = z.record(z.string(), z.number().int().nonnegative());
const value = z.union([z.number(), z.boolean(), z.string()]);

/** What outlives a session, as it is kept on disk. */
export const lastingSchema = z.strictObject({
  sessions: z.number().int().nonnegative(),
  deals: z.number().int().nonnegative(),
  decks: z.record(z.string(), z.array(z.number().int().nonnegative()).max(10_000)),
  endings: counts,
});

const contextSchema = z.strictObject({
  seed: z.number(),
  scene: z.string(),
  enteredAtMs: z.number(),
  holdingSinceMs: z.number().nullable(),
  heldSinceMs: z.record(z.string(), z.number()),
  sessionStartedAtMs: z.number().nullable(),
  path: z.array(z.string()),
  visits: counts,
  taken: z.array(z.string()),
  variables: z.record(z.string(), value),
  choices: z.number().int().nonnegative(),
  ending: z.string().nullable(),
  lasting: lastingSchema,
});

/** A film's state as JSON text: everything, the session included. */
export function stateToJson(state: FilmState): string {
  return JSON.stringify(state.context satisfies FilmContext);
}

/** A kept state, or one line that says why it does not fit this film (it was edited, say). Never throws. */
export function stateFromJson(film: CompiledFilm, text: string): Parsed<FilmState> {
  const parsed = parseText(contextSchema, text);
  if (!parsed.ok) return parsed;
  const { scene } = parsed.value;
  if (film.scenes[scene] === undefined) return { ok: false, reason: `scene: the film has no scene "${scene}"` };
  return { ok: true, value: resolved(film, parsed.value) };
}
