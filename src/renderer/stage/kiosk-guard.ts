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

/** Keeps the screen lit while the page is visible; taken anew after the page was hidden, as the system drops it then. */
export function keepScreenLit(page: Document): void {
  const take = (): void => {
    if (page.visibilityState === 'visible' && 'wakeLock' in navigator) {
      navigator.wakeLock.request('screen').catch(() => undefined);
    }
  };
  page.addEventListener('visibilitychange', take);
  take();
}
