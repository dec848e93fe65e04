import type { StageToMain } from '../../protocol/messages.ts';
import { OperatorKeys } from './operator-keys.ts';

/** Keys that a USB button can type, and what they say. The start button's are in start-key.ts. */
const VISITOR_KEYS: Readonly<Record<string, StageToMain['type'] & ('unreadPressed' | 'pausePressed')>> = {
  Digit0: 'unreadPressed',
  Numpad0: 'unreadPressed',
  Pause: 'pausePressed',
};
const CARD_KEYS: Readonly<Record<string, Extract<StageToMain, { type: 'operatorKey' }>['key']>> = {
  KeyE: 'end',
  KeyP: 'pause',
  KeyB: 'blackout',
  KeyC: 'console',
};

/** Hears the operator's and the staff's keys before anybody else, and tells main. */
export function hearStageKeys(hasCard: () => boolean, tell: (fact: StageToMain) => void): void {
  const operator = new OperatorKeys();
  const hear = (event: KeyboardEvent): boolean => {
    const heard = operator.hear(event, event.timeStamp);
    if (heard.type === 'pin') tell({ type: 'operatorPin', pin: heard.pin });
    if (heard.type !== 'free') return true;
    const ofCard = CARD_KEYS[event.code];
    if (hasCard() && ofCard !== undefined) {
      tell({ type: 'operatorKey', key: ofCard });
      return true;
    }
    const ofVisitor = VISITOR_KEYS[event.code];
    if (ofVisitor === undefined || event.ctrlKey || event.altKey || event.metaKey) return false;
    tell({ type: ofVisitor });
    return true;
  };
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.repeat || !hear(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
}
