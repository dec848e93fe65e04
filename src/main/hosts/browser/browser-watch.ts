import { z } from 'zod';
import { isStopped } from '../../is-alive.ts';
import { watchBeat } from './browser-beat.ts';
import type { BrowserProcess } from './browser-process.ts';
import { PAGE_CRASHED } from './devtools.ts';

/** How often its processes are looked at. */
const LOOK_MS = 200;
/** Processes come and go with pages and clips: they are listed anew so often. */
const LOOKS_A_LIST = 15;

/** On a calm machine. A browser answers within milliseconds; without another one a false alarm costs seconds. */
const SILENT_MS = 4000;
const SILENT_WITH_SPARE_MS = 1500;

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
  browser: Pick<BrowserProcess, 'devtools' | 'exited'>,
  onLost: (reason: string) => void,
  hasSpare = false,
  isHeldUp: (pid: number) => Promise<boolean> = isStopped,
): void {
  let isLost = false;
  let pids: readonly number[] = [];
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
