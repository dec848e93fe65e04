/** What somebody who uses a page does to it. */
const TOUCHES = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const;
const TOLD_EVERY_MS = 10_000;

/** Tells that somebody uses the page, now and then for as long as it goes on. @returns how to listen no more. */
export function onTouch(
  page: EventTarget,
  tell: () => void,
  nowMs: () => number = () => performance.now(),
): () => void {
  let toldMs = -Infinity;
  const hear = (event: Event): void => {
    if (isAtRest(event)) return;
    if (nowMs() - toldMs < TOLD_EVERY_MS) return;
    toldMs = nowMs();
    tell();
  };
  for (const type of TOUCHES) page.addEventListener(type, hear, { capture: true, passive: true });
  return () => {
    for (const type of TOUCHES) page.removeEventListener(type, hear, { capture: true });
  };
}

/** What changes under a mouse at rest may be told as a move of no length. */
function isAtRest({
  type,
  movementX,
  movementY,
}: Event & Partial<Pick<PointerEvent, 'movementX' | 'movementY'>>): boolean {
  return type === 'pointermove' && movementX === 0 && movementY === 0;
}
