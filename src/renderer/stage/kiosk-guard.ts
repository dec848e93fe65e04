/** Events whose default would show something of the computer, or move, mark, scale or leave the page. */
const TAKEN_AWAY = [
  'contextmenu',
  'dragstart',
  'dragenter',
  'dragover',
  'drop',
  'selectstart',
  'copy',
  'cut',
  'paste',
  'auxclick',
  'dblclick',
  'gesturestart',
  'gesturechange',
  'beforeprint',
  'wheel',
  'touchmove',
  'keydown',
  'keyup',
  'keypress',
] as const;

/**
 * Takes every default action of keys, wheel, touch, drag and selection away from a page: no menu, no zoom by pinch,
 * wheel or keys, no reload, no print, no search, no way back. Listeners of our own still hear the events.
 * @returns how to give them back.
 */
export function guardPage(page: EventTarget): () => void {
  const prevent = (event: Event): void => {
    if (event.cancelable) event.preventDefault();
  };
  const options = { capture: true, passive: false } as const;
  for (const type of TAKEN_AWAY) page.addEventListener(type, prevent, options);
  return () => {
    for (const type of TAKEN_AWAY) page.removeEventListener(type, prevent, options);
  };
}

/** A system that lets go of the lock, or refuses it (low on power), is asked again well before its screen goes dark. */
const RETAKE_MS = 5000;

/** Keeps the screen lit while the page is visible; taken anew after the page was hidden, or the system let go of it. */
export function keepScreenLit(page: Document): void {
  let isTaken = false;
  const lost = (): void => {
    isTaken = false;
    setTimeout(take, RETAKE_MS);
  };
  const take = (): void => {
    if (isTaken || page.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    isTaken = true;
    navigator.wakeLock.request('screen').then((lock) => lock.addEventListener('release', lost, { once: true }), lost);
  };
  page.addEventListener('visibilitychange', take);
  take();
}
