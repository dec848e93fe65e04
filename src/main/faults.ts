import { REMEDIES } from './remedies.ts';

/** What can go wrong behind the film. Each code says when it occurs; what the show does about it is in remedies.ts. */
export type FaultCode =
  /** The perception process ended by itself. */
  | 'perception-ended'
  /** The perception process did not answer a beat in time: it hangs, or was stopped. */
  | 'perception-silent'
  /** No recogniser of those that were tried could be opened. */
  | 'no-recogniser'
  /** A part kept failing, or could not be had: the show does with less from now on. */
  | 'fell-back'
  /** The stage's page or window crashed, was closed, or its browser (in Electron: its graphics process) ended. */
  | 'stage-lost'
  /** The stage's page is there but has told nothing for too long. */
  | 'stage-silent'
  /** No stage could be opened. */
  | 'no-stage'
  /** The camera that was there is gone (unplugged, or taken by another program), or its picture is frozen or black. */
  | 'camera-lost'
  /** There is no camera, or the page may not use it. */
  | 'no-camera'
  /** The camera that was chosen is not there; another one is opened until it comes. */
  | 'other-camera'
  /** A clip could not be played. */
  | 'clip-failed'
  /** A clip plays without its sound, or without the sound track that was chosen: a file is missing, broken or not to be decoded. */
  | 'sound-lost'
  /** The loudspeakers that were chosen are not there, or cannot be used; the system's own sound until they can. */
  | 'other-speakers'
  /** The show itself ended; its supervisor says so. */
  | 'main-ended'
  /** The show itself did not beat in time: it hangs, or was stopped. */
  | 'main-silent'
  /** The disk takes no line of the journal: it is full, read-only or gone. */
  | 'journal-failed'
  /** The disk takes no state to be taken up after a restart. */
  | 'state-failed';

export interface Fault {
  readonly code: FaultCode;
  /** What it is about: a process, a clip, a camera's name. */
  readonly part: string;
  /** Main's clock, milliseconds. */
  readonly sinceMs: number;
  /** One line for the operator. */
  readonly detail: string;
}

/** One line for the terminal. */
export function describeFault(fault: Fault): string {
  return `${fault.code}: ${fault.part}: ${fault.detail} (the film ${REMEDIES[fault.code].film})`;
}
