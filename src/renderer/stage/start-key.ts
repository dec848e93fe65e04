/** Calls `onStart` when a visitor presses the start button: Space, Enter, or any click or touch. Nothing else is listened to. */
export function onStartPressed(onStart: () => void): void {
  window.addEventListener('keydown', (event) => {
    if (event.code === 'Space' || event.code === 'Enter' || event.code === 'NumpadEnter') {
      event.preventDefault();
      if (!event.repeat) onStart();
    }
  });
  window.addEventListener('pointerdown', onStart);
  window.addEventListener('contextmenu', (event) => event.preventDefault());
  window.addEventListener('dragstart', (event) => event.preventDefault());
}
