import { z } from 'zod';
import type { Devtools } from './devtools.ts';

const targets = z.object({
  targetInfos: z.array(z.looseObject({ type: z.string(), targetId: z.string(), url: z.string() })),
});

/**
 * Closes the operator's pages in the stage's browser: what another server of this machine serves, also one that is gone with
 * the show before this one. Rejects where the browser is gone.
 * @param origin the stage's own.
 */
export async function closeConsoles(devtools: Pick<Devtools, 'call'>, origin: string): Promise<void> {
  const { targetInfos } = targets.parse(await devtools.call('Target.getTargets'));
  const ofConsoles = targetInfos.filter(
    ({ type, url }) => type === 'page' && url.startsWith('http://127.0.0.1:') && !url.startsWith(`${origin}/`),
  );
  for (const { targetId } of ofConsoles) await devtools.call('Target.closeTarget', { targetId });
}
