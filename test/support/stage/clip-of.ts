import type { Cue, MainToStage, StageClip } from '../../../src/protocol/messages.ts';

/** A stage clip with the usual rest. */
export function clipOf(url: string | null, rest: Partial<StageClip> = {}): StageClip {
  const range = rest.inMs === undefined ? '' : `#${rest.inMs}`;
  return {
    clipId: `${url ?? rest.standIn?.title ?? 'card'}${range}`,
    url,
    inMs: 0,
    outMs: null,
    standIn: null,
    gainDb: 0,
    subtitles: [],
    ...rest,
  };
}

/** A cue with the usual rest: a cut at the present clip's end, played once. */
export function cueOf(cueId: number, clip: StageClip, rest: Partial<Cue> = {}): Cue {
  return {
    type: 'cue',
    cueId,
    scene: `scene ${cueId}`,
    clip,
    repeat: 1,
    hold: false,
    when: 'end',
    transition: { kind: 'cut' },
    leadMs: 800,
    prepare: [],
    ...rest,
  };
}

export const WELCOME: Extract<MainToStage, { type: 'welcome' }> = {
  type: 'welcome',
  title: 'Test',
  language: 'en',
  fit: 'contain',
  camera: null,
};
