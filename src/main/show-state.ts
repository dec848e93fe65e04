import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { lastingSchema } from '../film/film-state-json.ts';
import type { LastingState } from '../film/film-context.ts';
import type { KeptState } from '../film/resume-visit.ts';
import { openSessionSchema, type OpenSession } from './journal/session-scribe.ts';
import { KeptText, type KeptTextOptions } from './kept-text.ts';

/** A show that comes back later than this finds other people before it: it begins with the opening. */
const RESUMED_WITHIN_S = 120;
/** Longest state that is read; a film of ten thousand scenes makes some 1 MB. */
const LONGEST_STATE = 4 * 1024 * 1024;

/** What is kept of a show each time a scene begins. No face, no box, no mood, no id of a viewer is in it. */
const keptSchema = z.object({
  version: z.literal(1),
  /** The show's own clock when it was kept, and the machine's uptime: no setting of the time of day moves them. */
  savedAtMs: z.number(),
  uptimeSeconds: z.number(),
  /** The show was ended in order: nothing is to be taken up. */
  ended: z.boolean(),
  session: openSessionSchema.nullable(),
  /** The visitors of the session watch without being read. */
  unread: z.boolean().default(false),
  lasting: lastingSchema,
  /** `stateToJson` of the film. */
  film: z.string().max(LONGEST_STATE),
});
type Kept = z.infer<typeof keptSchema>;

/** What a show begins with. */
export interface Begun {
  readonly lasting: LastingState | null;
  readonly resume: { readonly kept: KeptState; readonly session: OpenSession | null; readonly unread: boolean } | null;
}

/** One state a film: shows of different films on one machine keep out of each other's way. */
export function statePath(folder: string, filmFolder: string): string {
  return join(folder, `${createHash('sha256').update(filmFolder).digest('hex').slice(0, 16)}.json`);
}

/** Reads what an earlier show of the film left. What is missing or not understood counts as nothing. Never throws. */
export async function readState(path: string, uptimeSeconds: number = uptime()): Promise<Begun> {
  const kept = await readKept(path);
  if (kept === null) return { lasting: null, resume: null };
  const awaySeconds = uptimeSeconds - kept.uptimeSeconds;
  // Less than nothing: the machine itself was started anew.
  const isFresh = !kept.ended && awaySeconds >= 0 && awaySeconds <= RESUMED_WITHIN_S;
  const { savedAtMs, session, unread, film, lasting } = kept;
  const wasSeen = session?.by === 'arrive' || (session?.decisions.some(({ viewers }) => viewers > 0) ?? false);
  return { lasting, resume: isFresh ? { kept: { text: film, savedAtMs, wasSeen }, session, unread } : null };
}

async function readKept(path: string): Promise<Kept | null> {
  try {
    const text = await readFile(path, 'utf8');
    const parsed = keptSchema.safeParse(text.length > LONGEST_STATE * 2 ? null : JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export type StateToKeep = Pick<Kept, 'savedAtMs' | 'ended' | 'session' | 'unread' | 'film'> & {
  readonly lasting: LastingState;
};

/** Keeps a show's newest state. Never throws. */
export class ShowState {
  readonly #text: KeptText;

  constructor(options: KeptTextOptions) {
    this.#text = new KeptText(options);
  }

  keep(state: StateToKeep): void {
    this.#text.keep(JSON.stringify({ version: 1, uptimeSeconds: uptime(), ...state }));
  }

  /** Resolves once the newest state is on the disk, or was refused by it. */
  settled(): Promise<void> {
    return this.#text.settled();
  }
}
