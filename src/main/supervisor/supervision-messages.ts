import { z } from 'zod';

/** Between the supervisor and the show that it started, over Node's own channel. */
export const toSupervisorSchema = z.discriminatedUnion('type', [
  /** The show's event loop turns. */
  z.strictObject({ type: z.literal('beat') }),
]);
export const toShowSchema = z.discriminatedUnion('type', [
  /** End when nobody is in a session: the daily restart. */
  z.strictObject({ type: z.literal('endWhenIdle') }),
]);
export type ToSupervisor = z.infer<typeof toSupervisorSchema>;
export type ToShow = z.infer<typeof toShowSchema>;
