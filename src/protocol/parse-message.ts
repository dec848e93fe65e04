import type { z } from 'zod';

/** What came through the door, or why it was refused, in one line for the log. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** Longest text message that is looked at, in characters; a film's largest cue is far below it. */
const LONGEST_MESSAGE = 256 * 1024;

/** An unknown value held against a schema. Never throws. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown): Parsed<T> {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  const issue = result.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? 'message' : issue.path.map(String).join('.');
  return { ok: false, reason: `${place}: ${issue?.message ?? 'not understood'}` };
}

/** JSON text from a socket held against a schema. Never throws. */
export function parseText<T>(schema: z.ZodType<T>, text: string): Parsed<T> {
  if (text.length > LONGEST_MESSAGE) return { ok: false, reason: `message: longer than ${LONGEST_MESSAGE} characters` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'message: not JSON' };
  }
  return parseWith(schema, value);
}
