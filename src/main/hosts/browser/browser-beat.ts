import { patienceMs } from '../../patience.ts';
import type { DevtoolsPipe } from './devtools-pipe.ts';

const BEAT_MS = 1000;
/** A browser answers within milliseconds; on a calm machine so long a silence is a hang, or a stopped process. */
const SILENT_MS = 4000;

/**
 * Asks the browser itself for a sign of life, over and over: its pages may go on for a while without it, so their facts
 * tell nothing of a window that hangs. Calls `onSilent` once. @returns how to stop.
 */
export function watchBeat(
  devtools: Pick<DevtoolsPipe, 'call'>,
  onSilent: () => void,
  nowMs: () => number = () => performance.now(),
  silentMs: () => number = () => patienceMs(SILENT_MS),
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
