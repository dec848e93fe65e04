import { parseWith } from '../../protocol/parse-message.ts';
import { isStopped, killIfSame, startOf } from '../is-alive.ts';
import { refused, toShowSchema, type ToSupervisor } from './supervision-messages.ts';

const BEAT_MS = 1000;
/** Nobody watches over a supervisor but the autostart, which begins it anew when it has ended, not when it is stopped. */
const LOOK_EVERY_MS = 500;
/** A session that goes on while the daily restart is due is waited for, but not for ever. */
const LONGEST_WAIT_MS = 15 * 60_000;

export interface SupervisedShow {
  readonly isIdle: () => boolean;
  /** The supervisor wants the show to end. */
  readonly end: () => void;
}

/**
 * Looks after the supervisor, from the first moment. Where it is gone this process has to end at once, as if it had been
 * killed, and to leave the browsers as they are: else it would be a second show beside that of the supervisor that follows, which
 * goes on from what is on the disk. @param abandon ends this process. @returns how to stop.
 */
export function mindSupervisor(
  abandon: () => void,
  channel: Pick<NodeJS.Process, 'send' | 'connected' | 'once' | 'off' | 'ppid'> = process,
): () => void {
  if (channel.send === undefined) return () => undefined;
  const looking = setInterval(() => void endIfStopped(channel.ppid), LOOK_EVERY_MS);
  channel.once('disconnect', abandon);
  if (!channel.connected) abandon();
  return () => {
    clearInterval(looking);
    channel.off('disconnect', abandon);
  };
}

/** Tells a supervisor that this process lives, where one started it. @returns how to stop. */
export function reportToSupervisor(show: SupervisedShow): () => void {
  if (process.send === undefined) return () => undefined;
  let endsBy: number | null = null;
  const beat = (): void => {
    if (process.connected) process.send?.({ type: 'beat' } satisfies ToSupervisor, refused);
    if (endsBy !== null && (show.isIdle() || performance.now() > endsBy)) show.end();
  };
  const hear = (message: unknown): void => {
    const heard = parseWith(toShowSchema, message);
    if (heard.ok && heard.value.type === 'endWhenIdle') endsBy ??= performance.now() + LONGEST_WAIT_MS;
  };
  const timer = setInterval(beat, BEAT_MS);
  process.on('message', hear);
  beat();
  return () => {
    clearInterval(timer);
    process.off('message', hear);
    if (process.connected) process.disconnect();
  };
}

/** A supervisor that somebody has stopped hears nobody and does nothing, and its browsers cannot be spoken to: it is ended. */
async function endIfStopped(supervisor: number): Promise<void> {
  const startedAt = startOf(supervisor);
  if (startedAt !== null && (await isStopped(supervisor))) killIfSame({ pid: supervisor, startedAt });
}
