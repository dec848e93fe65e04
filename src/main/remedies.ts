import type { FaultCode } from './faults.ts';

/**
 * What the show does about a fault, in the same words as the operator reads them. A total map: a new code without a
 * remedy does not compile. `film` says what visitors see meanwhile; it never stops.
 */
export interface Remedy {
  readonly action:
    | 'restart-perception'
    | 'do-with-less'
    | 'go-on-without-reading'
    | 'reopen-stage'
    | 'keep-time-without-a-stage'
    | 'wait-for-camera'
    | 'take-another-camera'
    | 'take-the-default'
    | 'play-without-it'
    | 'take-other-speakers'
    | 'keep-in-memory'
    | 'restart-show';
  readonly film: string;
}

export const REMEDIES = {
  'perception-ended': { action: 'restart-perception', film: 'goes on; moods are back after the restart' },
  'perception-silent': { action: 'restart-perception', film: 'goes on; moods are back after the restart' },
  'no-recogniser': { action: 'go-on-without-reading', film: 'goes on with its defaults' },
  'fell-back': { action: 'do-with-less', film: 'goes on with less' },
  'stage-lost': { action: 'reopen-stage', film: 'goes on from the same scene' },
  'stage-silent': { action: 'reopen-stage', film: 'goes on from the same scene' },
  'no-stage': { action: 'keep-time-without-a-stage', film: 'is told in the terminal only' },
  'camera-lost': { action: 'wait-for-camera', film: 'goes on with its defaults until the camera is back' },
  'no-camera': { action: 'wait-for-camera', film: 'goes on with its defaults until there is a camera' },
  'other-camera': { action: 'take-another-camera', film: 'goes on; another camera reads until that one is there' },
  'main-ended': { action: 'restart-show', film: 'is started again and goes on from the same scene' },
  'main-silent': { action: 'restart-show', film: 'is started again and goes on from the same scene' },
  'journal-failed': { action: 'keep-in-memory', film: 'goes on; lines wait in memory until the disk takes them' },
  'state-failed': { action: 'keep-in-memory', film: 'goes on; after a crash it would begin with its opening' },
  'clip-failed': { action: 'take-the-default', film: "goes on with the scene's default" },
  'sound-lost': { action: 'play-without-it', film: 'goes on without that sound' },
  'other-speakers': { action: 'take-other-speakers', film: 'sounds through other loudspeakers until those are there' },
} as const satisfies Readonly<Record<FaultCode, Remedy>>;
