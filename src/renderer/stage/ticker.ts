/** Longer than this without a picture of the screen and the page is hidden, covered or throttled. */
const QUIET_MS = 120;
const WATCH_MS = 50;

export interface Ticker {
  /** There is something to do: from the next picture on. */
  wake(): void;
  stop(): void;
}

/**
 * Calls `tick` for each picture of the screen. A hidden or covered window gets no pictures; then a timer takes over,
 * so that the film goes on and the clip is at its place when the window is seen again. So it does while the page is idle: it may
 * stand by for weeks, and a picture of the screen costs something even where nothing changes in it.
 */
export function everyPicture(tick: (nowMs: number) => void, isIdle: () => boolean = () => false): Ticker {
  let lastAtMs = performance.now();
  let stopped = false;
  const step = (): void => {
    lastAtMs = performance.now();
    tick(lastAtMs);
  };
  let handle: number | null = null;
  const wake = (): void => {
    if (!stopped) handle ??= requestAnimationFrame(frame);
  };
  function frame(): void {
    handle = null;
    if (stopped) return;
    if (!isIdle()) wake();
    step();
  }
  wake();
  const timer = setInterval(() => {
    if (performance.now() - lastAtMs > QUIET_MS) step();
    if (!isIdle()) wake();
  }, WATCH_MS);
  return {
    wake,
    stop() {
      stopped = true;
      if (handle !== null) cancelAnimationFrame(handle);
      clearInterval(timer);
    },
  };
}
