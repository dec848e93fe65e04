import { parseWith } from '../../protocol/parse-message.ts';
import { toShowSchema, type ToSupervisor } from './supervision-messages.ts';

const BEAT_MS = 1000;
/** A session that goes on while the daily restart is due is waited for, but not for ever. */
const LONGEST_WAIT_MS = 15 * 60_000;

export interface SupervisedShow {
  readonly isIdle: () => boolean;
  /** The supervisor wants the show to end, or is gone. */
  readonly end: () => void;
}

/** Tells a supervisor that this process lives, where one started it. @returns how to stop. */
export function reportToSupervisor(show: SupervisedShow): () => void {
  if (process.send === undefined) return () => undefined;
  let endsBy: number | null = null;
  const beat = (): void => {
    if (process.connected) process.send?.({ type: 'beat' } satisfies ToSupervisor);
    if (endsBy !== null && (show.isIdle() || performance.now() > endsBy)) show.end();
  };
  const hear = (message: unknown): void => {
    const heard = parseWith(toShowSchema, message);
    if (heard.ok && heard.value.type === 'endWhenIdle') endsBy ??= performance.now() + LONGEST_WAIT_MS;
  };
  const timer = setInterval(beat, BEAT_MS);
  process.on('message', hear);
  // Without a supervisor this would be a second show beside the one that the next supervisor starts.
  process.once('disconnect', show.end);
  beat();
  return () => {
    clearInterval(timer);
    process.off('message', hear);
    process.off('disconnect', show.end);
    if (process.connected) process.disconnect();
  };
}
