import { patienceMs } from '../../patience.ts';
import type { Devtools } from './devtools.ts';

const BEAT_MS = 500;

/**
 * Asks the browser itself for a sign of life, over and over: its pages may go on for a while without it, so their facts
 * tell nothing of a window that hangs. Calls `onSilent` once. @returns how to stop.
 * @param calmMs so long a silence is a hang on a calm machine.
 */
export function watchBeat(
  devtools: Pick<Devtools, 'call'>,
  onSilent: () => void,
  calmMs: number,
  nowMs: () => number = () => performance.now(),
  silentMs: () => number = () => patienceMs(calmMs),
): () => void {
  let answeredAtMs = nowMs();
  const timer = setInterval(() => {
    devtools.call('Browser.getVersion').then(
      () => (answeredAtMs = nowMs()),
      () => undefined,
    );
    if (nowMs() - answeredAtMs <= silentMs()) return;
    clearInterval(timer);
    onSilent();
  }, BEAT_MS);
  return () => clearInterval(timer);
}
