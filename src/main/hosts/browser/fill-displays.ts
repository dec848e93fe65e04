import { z } from 'zod';
import { chooseDisplays, missingLine, type DisplayChoice } from '../displays.ts';
import type { Devtools } from './devtools.ts';
import { attachToPage } from './enter-stage.ts';

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
const windowOf = z.object({ windowId: z.number() });

/**
 * Puts the browser's window full screen on the first chosen display, and a window of its own, which shows the same film, on
 * each further one. Rejects where the browser refuses.
 * @param address of the stage; the first page has handed the token in already. @param onNote hears what is missing.
 */
export async function fillDisplays(
  devtools: Pick<Devtools, 'call'>,
  choice: DisplayChoice,
  address: string,
  onNote: (line: string) => void,
): Promise<void> {
  const { targetId, sessionId } = await attachToPage(devtools);
  const { screenInfos } = screens.parse(await devtools.call('Emulation.getScreenInfos', {}, sessionId));
  await devtools.call('Target.detachFromTarget', { sessionId });
  const { chosen, missing } = chooseDisplays(screenInfos, choice);
  const line = missingLine(missing);
  if (line !== null) onNote(line);
  for (const [index, { left, top, width, height }] of chosen.entries()) {
    const bounds = { left, top, width, height };
    if (index > 0) {
      await devtools.call('Target.createTarget', {
        url: address,
        newWindow: true,
        ...bounds,
        windowState: 'fullscreen',
      });
      continue;
    }
    const { windowId } = windowOf.parse(await devtools.call('Browser.getWindowForTarget', { targetId }));
    // A window that fills a display cannot be moved to another one.
    for (const change of [{ windowState: 'normal' }, bounds, { windowState: 'fullscreen' }]) {
      await devtools.call('Browser.setWindowBounds', { windowId, bounds: change });
    }
  }
}
