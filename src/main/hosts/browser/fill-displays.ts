import { z } from 'zod';
import { chooseDisplays, missingLine, type Display, type DisplayChoice } from '../displays.ts';
import type { Devtools } from './devtools.ts';
import { attachToPage, openStageWindow, type WindowPlace } from './enter-stage.ts';

const screens = z.object({
  screenInfos: z.array(
    z.looseObject({
      left: z.number(),
      top: z.number(),
      width: z.number(),
      height: z.number(),
      isPrimary: z.boolean(),
    }),
  ),
});
const bounds = z.looseObject({ left: z.number(), top: z.number(), windowState: z.string() }).partial();
const windowOf = z.object({ windowId: z.number(), bounds: bounds.optional() });

/**
 * Puts the browser's window full screen on the first chosen display, and a window of its own, which shows the same film, on
 * each further one. Rejects where the browser refuses.
 * @param address of the stage, with the token: a further window may ask before the first one has got the cookie.
 * @param onNote hears what is missing.
 * @returns the first display's place; null: there is none.
 */
export async function fillDisplays(
  devtools: Pick<Devtools, 'call'>,
  choice: DisplayChoice,
  address: string,
  onNote: (line: string) => void,
): Promise<WindowPlace | null> {
  const { targetId, displays } = await askForDisplays(devtools);
  const { chosen, missing } = chooseDisplays(displays, choice);
  const line = missingLine(missing);
  if (line !== null) onNote(line);
  const places = chosen.map(({ left, top, width, height }) => ({ left, top, width, height }));
  const [first, ...further] = places;
  if (first === undefined) return null;
  await moveTo(devtools, targetId, first);
  for (const place of further) await openStageWindow(devtools, address, place);
  return first;
}

/** Which displays the browser sees now, and a page of it. Rejects where it has none, or refuses. */
export async function askForDisplays(
  devtools: Pick<Devtools, 'call'>,
): Promise<{ readonly targetId: string; readonly displays: readonly Display[] }> {
  const { targetId, sessionId } = await attachToPage(devtools);
  const { screenInfos } = screens.parse(await devtools.call('Emulation.getScreenInfos', {}, sessionId));
  await devtools.call('Target.detachFromTarget', { sessionId });
  return { targetId, displays: screenInfos };
}

async function moveTo(devtools: Pick<Devtools, 'call'>, targetId: string, place: WindowPlace): Promise<void> {
  const { windowId, bounds: now } = windowOf.parse(await devtools.call('Browser.getWindowForTarget', { targetId }));
  // What fills the display already would be a window with a frame for a moment.
  if (now?.windowState === 'fullscreen' && now.left === place.left && now.top === place.top) return;
  // A window that fills a display cannot be moved to another one.
  for (const change of [{ windowState: 'normal' }, place, { windowState: 'fullscreen' }]) {
    await devtools.call('Browser.setWindowBounds', { windowId, bounds: change });
  }
}
