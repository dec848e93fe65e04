import { z } from 'zod';

/** Names a browser that the supervisor holds for the show. */
const id = z.string().min(1).max(64);

/** How the stage was served and which browsers show it: what a show that follows a dead one needs to take them up. */
export const keptSchema = z.strictObject({
  port: z.number().int().positive(),
  token: z.string().min(1),
  stage: id.nullable(),
  spare: id.nullable(),
});
export type Kept = z.infer<typeof keptSchema>;

/** A browser that runs, and its process's number where the system has given one. */
const runningSchema = z.strictObject({ id, pid: z.number().int().positive().optional() });

/** Between the supervisor and the show that it started, over Node's own channel. */
export const toSupervisorSchema = z.discriminatedUnion('type', [
  /** The show's event loop turns. */
  z.strictObject({ type: z.literal('beat') }),
  /** What did an earlier show leave? Answered with `kept`. */
  z.strictObject({ type: z.literal('askKept') }),
  z.strictObject({ type: z.literal('keep'), kept: keptSchema }),
  z.strictObject({
    type: z.literal('openBrowser'),
    id,
    path: z.string().min(1),
    flags: z.array(z.string()),
    profileFolder: z.string().min(1),
  }),
  /** One message of the DevTools protocol. */
  z.strictObject({ type: z.literal('sayToBrowser'), id, text: z.string() }),
  z.strictObject({ type: z.literal('killBrowser'), id }),
]);
export const toShowSchema = z.discriminatedUnion('type', [
  /** End when nobody is in a session: the daily restart. */
  z.strictObject({ type: z.literal('endWhenIdle') }),
  /** `kept` is null at the first start. `browsers`: all that still run. */
  z.strictObject({ type: z.literal('kept'), kept: keptSchema.nullable(), browsers: z.array(runningSchema) }),
  /** It runs under this number. */
  z.strictObject({ type: z.literal('browserStarted'), id, pid: z.number().int().positive() }),
  z.strictObject({ type: z.literal('browserSaid'), id, text: z.string() }),
  /** It is gone; `how` says so in a line. Its helpers and its profile follow with `browserCleaned`. */
  z.strictObject({ type: z.literal('browserGone'), id, how: z.string() }),
  z.strictObject({ type: z.literal('browserCleaned'), id }),
]);
export type ToSupervisor = z.infer<typeof toSupervisorSchema>;
export type ToShow = z.infer<typeof toShowSchema>;

/**
 * Hears that a word could not be sent. A supervisor that was killed is told of by the channel's end; without this, Node would end
 * the show with an error that nobody hears.
 */
export const refused = (): void => undefined;
