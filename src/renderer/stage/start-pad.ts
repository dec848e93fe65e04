/** How often a gamepad's buttons are looked at: browsers have no event for them. A press lasts some 100 ms. */
const LOOK_EVERY_MS = 50;

/** Calls `onStart` when any button of a gamepad goes down: arcade buttons and foot switches call themselves that. */
export function onPadPressed(onStart: () => void): void {
  let wasDown = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  const look = (): void => {
    const pads = navigator.getGamepads().filter((pad) => pad !== null);
    const isDown = pads.some(({ buttons }) => buttons.some(({ pressed }) => pressed));
    if (isDown && !wasDown) onStart();
    wasDown = isDown;
    if (pads.length > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  window.addEventListener('gamepadconnected', () => (timer ??= setInterval(look, LOOK_EVERY_MS)));
}
