import { z } from 'zod';
import type { Devtools } from './devtools.ts';

const target = z.looseObject({ type: z.string(), targetId: z.string(), url: z.string() });
const targets = z.object({ targetInfos: z.array(target) });
const told = z.object({ targetInfo: target });

/** A page that was just opened is looked at when it has come to its address; one that has none by then, a good deal later. */
const SETTLED_MS = 1000;
const BLANK_MS = 10_000;

const isBlank = (url: string): boolean => url === '' || url === 'about:blank';
/** A stage whose server was gone for a moment: it is led back, not closed. */
const isLost = (url: string): boolean => url.startsWith('chrome-error:');
/** What another server of this machine serves: the operator's console. */
const isConsole = (url: string): boolean => url.startsWith('http://127.0.0.1:');

/**
 * Closes every page of the stage's browser that is not the stage: the operator's, also one of a show that is gone, and what
 * was opened from it. Rejects where the browser is gone.
 * @param origin the stage's own.
 */
export function closeOthers(devtools: Pick<Devtools, 'call'>, origin: string): Promise<void> {
  return closePages(devtools, origin, (url) => isBlank(url) || isLost(url));
}

/**
 * For a kiosk: closes what comes up beside the stage and the operator's console, whoever opened it and in whichever way. The
 * stage's page lets no key through that would, but a browser has moments before that page is there, and the console's window is
 * a browser's.
 */
export function keepOthersOut(devtools: Devtools, origin: string, onNote: (line: string) => void): void {
  const onClosed = (url: string): void => onNote(`a page that is not the show's was closed: ${url}`);
  const lookIn = (ms: number, isSpared: (url: string) => boolean): void => {
    setTimeout(() => void closePages(devtools, origin, isSpared, onClosed).catch(() => undefined), ms).unref();
  };
  devtools.onEvent(({ method, params }) => {
    if (method !== 'Target.targetCreated' && method !== 'Target.targetInfoChanged') return;
    if (told.safeParse(params).data?.targetInfo.type !== 'page') return;
    lookIn(SETTLED_MS, (url) => isConsole(url) || isLost(url) || isBlank(url));
    if (method === 'Target.targetCreated') lookIn(BLANK_MS, (url) => isConsole(url) || isLost(url));
  });
  devtools.call('Target.setDiscoverTargets', { discover: true }).catch(() => undefined);
}

async function closePages(
  devtools: Pick<Devtools, 'call'>,
  origin: string,
  isSpared: (url: string) => boolean,
  onClosed: (url: string) => void = () => undefined,
): Promise<void> {
  const { targetInfos } = targets.parse(await devtools.call('Target.getTargets'));
  const pages = targetInfos.filter(({ type }) => type === 'page');
  const isStage = ({ url }: { readonly url: string }): boolean => url.startsWith(`${origin}/`);
  // With its last page the browser ends: one that starts has none of the stage's yet.
  if (!pages.some(isStage)) return;
  for (const page of pages) {
    if (isStage(page) || isSpared(page.url)) continue;
    await devtools.call('Target.closeTarget', { targetId: page.targetId });
    onClosed(page.url);
  }
}
