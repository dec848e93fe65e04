/** Whether the room may be read now. Pure: a state, events, and the questions that the show asks of it. */
export interface Gate {
  readonly consent: 'notice' | 'button';
  /** Since when the notice has stood on a stage, or null: no stage is there to say it. */
  readonly noticeSinceMs: number | null;
  /** The start button was pressed for this session. */
  readonly agreed: boolean;
  /** The visitors of this session watch without being read. */
  readonly unread: boolean;
  readonly pausedUntilMs: number | null;
  /** The house is closed. */
  readonly closed: boolean;
  /** A blackout: it hides the notice and the sign as well. */
  readonly dark: boolean;
}

export type GateEvent =
  | { readonly type: 'noticeShown' | 'noticeGone' | 'agree' | 'refuse' | 'sessionEnded' | 'resume' }
  | { readonly type: 'close' | 'open' | 'darken' | 'lighten' }
  | { readonly type: 'pause'; readonly forMs: number };

/** The notice stands so long before the first face is looked for: time to read its first line and step aside. */
export const NOTICE_MS = 3000;
/** A pause ends by itself: a machine that was forgotten in it would be a blind one. */
export const LONGEST_PAUSE_MS = 30 * 60_000;

export function newGate(consent: Gate['consent']): Gate {
  return {
    consent,
    noticeSinceMs: null,
    agreed: false,
    unread: false,
    pausedUntilMs: null,
    closed: false,
    dark: false,
  };
}

export function stepGate(gate: Gate, event: GateEvent, nowMs: number): Gate {
  switch (event.type) {
    case 'noticeShown':
      return { ...gate, noticeSinceMs: nowMs };
    case 'noticeGone':
      return { ...gate, noticeSinceMs: null };
    case 'agree':
      // Whoever presses a button before a black screen has been told nothing.
      return { ...gate, agreed: gate.agreed || !gate.dark, unread: false };
    case 'refuse':
      return { ...gate, agreed: false, unread: true };
    case 'sessionEnded':
      return { ...gate, agreed: false, unread: false };
    case 'pause':
      return { ...gate, pausedUntilMs: nowMs + Math.min(Math.max(0, event.forMs), LONGEST_PAUSE_MS) };
    case 'resume':
      return { ...gate, pausedUntilMs: null };
    case 'close':
      return { ...gate, closed: true };
    case 'open':
      return { ...gate, closed: false, noticeSinceMs: seenFrom(gate, nowMs) };
    case 'darken':
      return { ...gate, dark: true };
    case 'lighten':
      return { ...gate, dark: false, noticeSinceMs: seenFrom(gate, nowMs) };
  }
}

/** A notice that stood in the dark has been seen by nobody: its time begins with the light. */
function seenFrom({ noticeSinceMs }: Gate, nowMs: number): number | null {
  return noticeSinceMs === null ? null : nowMs;
}

export function isPaused({ pausedUntilMs }: Gate, nowMs: number): boolean {
  return pausedUntilMs !== null && nowMs < pausedUntilMs;
}

/** Whether the camera is to be on. */
export function wantsCamera(gate: Gate, nowMs: number): boolean {
  const mayBeSeen = gate.consent === 'notice' || gate.agreed;
  return !gate.closed && !gate.dark && !gate.unread && mayBeSeen && !isPaused(gate, nowMs);
}

/** Whether a frame may be looked at: nothing of one is, before this says so. */
export function mayRead(gate: Gate, nowMs: number): boolean {
  const { noticeSinceMs } = gate;
  return wantsCamera(gate, nowMs) && noticeSinceMs !== null && nowMs - noticeSinceMs >= NOTICE_MS;
}
