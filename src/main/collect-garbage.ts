import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const found = (() => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  return typeof collect === 'function' ? (collect as () => void) : null;
})();

/**
 * Collects garbage now, which takes some tens of milliseconds in which nothing else happens: to be called where nothing is due,
 * as between two sessions. V8 would wait for it for an hour where memory is plenty, do it in the middle of a scene, and
 * until then nobody could tell a show that keeps too much from one that has not swept yet.
 */
export function collectGarbage(): void {
  found?.();
}
