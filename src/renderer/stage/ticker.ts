/** Longer than this without a picture of the screen and the page is hidden, covered or throttled. */
const QUIET_MS = 120;
const WATCH_MS = 50;

/**
 * Calls `tick` for each picture of the screen. A hidden or covered window gets no pictures; then a timer takes over,
 * so that the film goes on and the clip is at its place when the window is seen again.
 */
export function everyPicture(tick: (nowMs: number) => void): { stop(): void } {
  let lastAtMs = performance.now();
  let stopped = false;
  const step = (): void => {
    lastAtMs = performance.now();
    tick(lastAtMs);
  };
  let handle = requestAnimationFrame(function frame() {
    if (stopped) return;
    handle = requestAnimationFrame(frame);
    step();
  });
  const timer = setInterval(() => {
    if (performance.now() - lastAtMs > QUIET_MS) step();
  }, WATCH_MS);
  return {
    stop() {
      stopped = true;
      cancelAnimationFrame(handle);
      clearInterval(timer);
    },
  };
}
