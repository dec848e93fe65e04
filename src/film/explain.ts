import { z } from 'zod';
import { EMOTIONS } from '../protocol/emotions.ts';

/**
 * What `explain` reads: a session as the journal keeps it, or a summary of `play --once` or `simulate --json`. Only what
 * is needed for telling is asked for; a summary leaves most of a decision out, and then that is said.
 */
const emotion = z.enum(EMOTIONS);
const decision = z.looseObject({
  scene: z.string(),
  emotion: emotion.nullable(),
  to: z.string(),
  rule: z.string(),
  scores: z.partialRecord(emotion, z.number()).nullable(),
  viewers: z.number().optional(),
  readings: z.number().optional(),
  lead: z.number().optional(),
  dominant: emotion.nullable().optional(),
  atSeconds: z.number().optional(),
  why: z.string().optional(),
  rules: z.array(z.looseObject({ rule: z.number(), to: z.string(), taken: z.boolean(), why: z.string() })).optional(),
});
const session = z.looseObject({
  session: z.union([z.string(), z.number()]).optional(),
  startedAt: z.string().optional(),
  film: z.union([z.string(), z.looseObject({})]).optional(),
  scenes: z.array(z.string()).optional(),
  decisions: z.array(decision),
  ending: z.string().nullable().optional(),
  seconds: z.number().optional(),
});
const decisionLine = decision.extend({ type: z.literal('decision'), session: z.string() });
export type ExplainedSession = z.infer<typeof session>;
type ExplainedDecision = z.infer<typeof decision>;

export type ReadSession =
  { readonly ok: true; readonly session: ExplainedSession } | { readonly ok: false; readonly reason: string };

/** A session from one JSON object. Never throws. */
export function readSession(text: string): ReadSession {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'it is not JSON' };
  }
  // A journal's line of one decision is told as a session that has no other.
  const single = decisionLine.safeParse(value);
  if (single.success) return { ok: true, session: { session: single.data.session, decisions: [single.data] } };
  // So is one decision by itself, as a summary has it among others.
  const bare = decision.safeParse(value);
  if (bare.success) return { ok: true, session: { decisions: [bare.data] } };
  const parsed = session.safeParse(value);
  if (parsed.success) return { ok: true, session: parsed.data };
  const issue = parsed.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? 'it' : issue.path.map(String).join('.');
  return { ok: false, reason: `${place}: ${issue?.message ?? 'not understood'}` };
}

/** Why each decision fell as it did, rule by rule. */
export function explainSession(told: ExplainedSession): string {
  const head = [
    told.session === undefined ? 'A session' : `Session ${told.session}`,
    told.startedAt === undefined ? '' : `, begun ${told.startedAt}`,
    told.scenes === undefined ? '' : `: ${told.scenes.join(' > ')}`,
  ].join('');
  const end =
    told.ending === undefined
      ? []
      : [told.ending === null ? 'It reached no ending.' : `It reached the ending "${told.ending}".`];
  const length = told.seconds === undefined ? [] : [`It lasted ${told.seconds.toFixed(1)} s.`];
  const none = told.decisions.length === 0 ? ['No decision was made.'] : [];
  const decisions = told.decisions.flatMap((one, index) => ['', ...explained(one, index + 1)]);
  return `${[head, ...none, ...decisions, '', [...end, ...length].join(' ')].join('\n').trimEnd()}\n`;
}

function explained(one: ExplainedDecision, number: number): readonly string[] {
  const when = one.atSeconds === undefined ? '' : ` at ${one.atSeconds.toFixed(1)} s`;
  const lines = [`${number}. ${one.scene}${when}: went to ${one.to} by "${one.rule}"`];
  if (one.why !== undefined) lines.push(`   ${one.why}`);
  lines.push(`   ${moodOf(one)}`);
  if (one.rules === undefined) {
    lines.push('   How the other rules fared is not told here: a summary leaves it out, the journal keeps it.');
    return lines;
  }
  for (const rule of one.rules)
    lines.push(`   ${rule.taken ? '*' : '-'} rule ${rule.rule + 1} to ${rule.to}: ${rule.why}`);
  return lines;
}

function moodOf({ scores, viewers, readings, dominant, lead }: ExplainedDecision): string {
  if (scores === null) return 'Nobody was read.';
  const ranked = Object.entries(scores)
    .toSorted(([, a], [, b]) => b - a)
    .map(([word, score]) => `${word} ${score.toFixed(2)}`);
  const who =
    viewers === undefined || readings === undefined
      ? ''
      : ` from ${count(readings, 'reading')} of ${count(viewers, 'viewer')}`;
  const clear =
    dominant === undefined
      ? ''
      : dominant === null
        ? '; none was clear'
        : `; ${dominant} was dominant${lead === undefined ? '' : `, ahead by ${lead.toFixed(2)}`}`;
  return `Mood: ${ranked.join(', ')}${who}${clear}.`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
