import { z } from 'zod';
import type { Devtools } from './devtools.ts';

const targets = z.object({ targetInfos: z.array(z.looseObject({ type: z.string(), targetId: z.string() })) });
const attached = z.object({ sessionId: z.string() });
const navigated = z.object({ errorText: z.string().optional() });

/** A cold browser may have no page yet when it first answers. */
const TRIES = 100;
const RETRY_MS = 100;

/**
 * Leads the browser's page to an address over the pipe that only this process holds: the token in it stands on no command
 * line, where every account of the machine could read it. Rejects where there is no page, or it cannot be led there.
 */
export async function enterStage(devtools: Pick<Devtools, 'call'>, address: string): Promise<void> {
  const { sessionId } = await attachToPage(devtools);
  const { errorText } = navigated.parse(await devtools.call('Page.navigate', { url: address }, sessionId));
  if (errorText !== undefined && errorText !== '') throw new Error(`the stage could not be loaded: ${errorText}`);
  await devtools.call('Target.detachFromTarget', { sessionId });
}

/** Where a window is, pixels of the desktop. */
export interface WindowPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Gives a browser that runs without a window one that is full screen, with this page. Rejects where the browser refuses.
 * @param place of the display that it fills; null: whichever the system chooses.
 */
export async function openStageWindow(
  devtools: Pick<Devtools, 'call'>,
  address: string,
  place: WindowPlace | null,
): Promise<void> {
  await devtools.call('Target.createTarget', { url: address, newWindow: true, ...place, windowState: 'fullscreen' });
}

/** Opens a way to the browser's first page. Rejects where it has none. */
export async function attachToPage(
  devtools: Pick<Devtools, 'call'>,
): Promise<{ readonly targetId: string; readonly sessionId: string }> {
  const targetId = await firstPage(devtools);
  return { targetId, ...attached.parse(await devtools.call('Target.attachToTarget', { targetId, flatten: true })) };
}

async function firstPage(devtools: Pick<Devtools, 'call'>): Promise<string> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { targetInfos } = targets.parse(await devtools.call('Target.getTargets'));
    const page = targetInfos.find(({ type }) => type === 'page');
    if (page !== undefined) return page.targetId;
    await new Promise((done) => setTimeout(done, RETRY_MS));
  }
  throw new Error('the browser has no page');
}
