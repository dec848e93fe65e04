import { z } from 'zod';
import { EMOTIONS } from '../../protocol/emotions.ts';

/**
 * The lines of a journal, one JSON object each. `session` names a visit by the moment at which it began: nothing else in
 * a line tells one visitor from another, and nothing outlives the visit. Times are ISO 8601 in UTC.
 * docs/operating.md shows the format to operators.
 */

const emotion = z.enum(EMOTIONS);
const share = z.number().min(0).max(1);
const at = z.iso.datetime();

/** A decision with its whole reason, as `explain` prints it. */
const decision = z.object({
  scene: z.string(),
  emotion: emotion.nullable(),
  to: z.string(),
  rule: z.string(),
  scores: z.partialRecord(emotion, share).nullable(),
  viewers: z.number().int().nonnegative(),
  readings: z.number().int().nonnegative(),
  lead: z.number(),
  dominant: emotion.nullable(),
  atSeconds: z.number().nonnegative(),
  why: z.string(),
  rules: z
    .array(z.object({ rule: z.number().int(), to: z.string(), taken: z.boolean(), why: z.string() }).readonly())
    .readonly(),
});
export type KeptDecision = z.infer<typeof decision>;
export const keptDecisionSchema = decision;

export const journalLineSchema = z.discriminatedUnion('type', [
  /** Written as it falls: of a session that is cut off, its decisions are there all the same. */
  decision.extend({ type: z.literal('decision'), at, session: at, film: z.string() }),
  /** Written and forced to the disk when a session ends. */
  z.object({
    type: z.literal('session'),
    session: at,
    film: z.string(),
    startedAt: at,
    endedAt: at,
    /** How it began: somebody was there, or the start key. */
    by: z.enum(['arrive', 'start']),
    endedBy: z.enum(['ending', 'leave', 'timeout', 'reset', 'failure']),
    ending: z.string().nullable(),
    seconds: z.number().nonnegative(),
    scenes: z.array(z.string()).readonly(),
    /** Most viewers at once in any of its decisions; 0 where nobody was read. */
    viewers: z.number().int().nonnegative(),
    decisions: z.array(decision).readonly(),
  }),
  z.object({ type: z.literal('fault'), at, code: z.string(), part: z.string(), detail: z.string() }),
  /** What an operator or the staff did, at the console or at the stage: it explains what the room does not. */
  z.object({
    type: z.literal('operator'),
    at,
    where: z.enum(['console', 'stage']),
    /** What was done, with its value: `{"do": "force", "emotion": "calm"}`. */
    command: z.looseObject({ do: z.string() }),
    /** Why it was not done; absent where it was. */
    refused: z.string().optional(),
  }),
  /** The show began or ended; `resumed`: it took up the session that was going on when it was killed. */
  z.object({ type: z.literal('show'), at, what: z.enum(['began', 'resumed', 'ended']), film: z.string() }),
]);
export type JournalLine = z.infer<typeof journalLineSchema>;
export type SessionLine = Extract<JournalLine, { type: 'session' }>;
export type OperatorLine = Extract<JournalLine, { type: 'operator' }>;
export type DecisionLine = Extract<JournalLine, { type: 'decision' }>;

/** Longest line that is written or read; a session of a hundred decisions is far below it. */
const LONGEST_LINE = 1024 * 1024;

/** A line of a journal, or null where it is torn or no line of ours. Never throws. */
export function parseJournalLine(text: string): JournalLine | null {
  if (text.length > LONGEST_LINE) return null;
  try {
    const parsed = journalLineSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
