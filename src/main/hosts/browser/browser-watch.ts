import { z } from 'zod';
import { isStopped } from '../../is-alive.ts';
import { patienceMs } from '../../patience.ts';
import { watchBeat } from './browser-beat.ts';
import type { BrowserProcess } from './browser-process.ts';
import { PAGE_CRASHED } from './devtools.ts';
import type { PageLink } from './page-sockets.ts';

/** How often its processes are looked at. */
const LOOK_MS = 200;
/** Processes come and go with pages and clips: they are listed anew so often. */
const LOOKS_A_LIST = 15;

/** On a calm machine. A browser answers within milliseconds; without another one a false alarm costs seconds. */
const SILENT_MS = 4000;
const SILENT_WITH_SPARE_MS = 1500;

/** How often it is looked whether a browser's page is linked. */
const LINK_LOOK_MS = 500;
/** A page that lost its link is back within a second: on a calm machine, and on any. */
const UNLINKED_MS = 1500;
const LONGEST_UNLINKED_MS = 3000;

const processes = z.object({ processInfo: z.array(z.looseObject({ id: z.number() })) });

/**
 * Ends a browser that is stopped while it starts: it would never answer, and whoever waits for it with it. Its pages are not
 * known yet, so its own process alone is looked at. @returns how to look no more.
 */
export function endIfStopped(
  { running }: Pick<BrowserProcess, 'running'>,
  isHeldUp: (pid: number) => Promise<boolean> = isStopped,
): () => void {
  const timer = setInterval(() => {
    if (running.pid === undefined) return;
    void isHeldUp(running.pid).then((held) => {
      if (held) running.kill();
    });
  }, LOOK_MS);
  void running.exited.then(() => clearInterval(timer));
  return () => clearInterval(timer);
}

/**
 * Looks after a browser: calls `onLost` once, when it ends, no longer answers, one of its processes is stopped, or a page in
 * it crashes.
 * @param hasSpare another stands ready, so that a false alarm costs little: it may be silent for less long.
 */
export function watchBrowser(
  browser: Pick<BrowserProcess, 'devtools' | 'exited' | 'running'>,
  onLost: (reason: string) => void,
  hasSpare = false,
  isHeldUp: (pid: number) => Promise<boolean> = isStopped,
): void {
  let isLost = false;
  // One that is stopped before it has named its helpers would else look like one that is slow.
  let pids: readonly number[] = browser.running.pid === undefined ? [] : [browser.running.pid];
  let looks = 0;
  const lost = (reason: string): void => {
    if (isLost) return;
    isLost = true;
    stopBeat();
    clearInterval(timer);
    onLost(reason);
  };
  const list = async (): Promise<void> => {
    const { processInfo } = processes.parse(await browser.devtools.call('SystemInfo.getProcessInfo'));
    pids = processInfo.map(({ id }) => id);
  };
  const timer = setInterval(() => {
    if (looks % LOOKS_A_LIST === 0) list().catch(() => undefined);
    looks += 1;
    void Promise.all(pids.map(isHeldUp)).then((held) => {
      if (held.includes(true)) lost('a process of the browser was stopped');
    });
  }, LOOK_MS);
  const stopBeat = watchBeat(
    browser.devtools,
    () => lost('the browser no longer answers'),
    hasSpare ? SILENT_WITH_SPARE_MS : SILENT_MS,
  );
  void browser.exited.then(lost);
  browser.devtools.onEvent(({ method }) => {
    if (method === PAGE_CRASHED) lost("the stage's page crashed");
  });
  browser.devtools.call('Target.setDiscoverTargets', { discover: true }).catch(() => undefined);
}

/**
 * Looks whether a page of a browser speaks to the show. One that was cut off while it loaded does not, and nothing else of it
 * tells: nothing crashed, and nothing hangs. Calls `onUnlinked` once. @returns how to look no more.
 * @param awaitedMs so long its first word is waited for.
 */
export function watchLink(
  linkNow: () => PageLink,
  onUnlinked: () => void,
  awaitedMs: () => number = () => Infinity,
): () => void {
  let linkedAtMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    const link = linkNow();
    if (link === 'linked') linkedAtMs = nowMs;
    const longestMs = link === 'awaited' ? awaitedMs() : Math.min(LONGEST_UNLINKED_MS, patienceMs(UNLINKED_MS));
    if (nowMs - linkedAtMs <= longestMs) return;
    clearInterval(timer);
    onUnlinked();
  }, LINK_LOOK_MS);
  return () => clearInterval(timer);
}
