import type { Cue, StageClip } from '../../src/protocol/messages.ts';

/** A cue as short as it can be said: one play of a clip of its own, at once. */
export function cueOf(
  cueId: number,
  changes: Partial<Omit<Cue, 'clip'>> & { readonly clip?: Partial<StageClip> } = {},
): Cue {
  const { clip, ...rest } = changes;
  return {
    type: 'cue',
    cueId,
    scene: `scene ${cueId}`,
    repeat: 1,
    hold: false,
    when: 'now',
    transition: { kind: 'cut' },
    leadMs: 500,
    prepare: [],
    ...rest,
    clip: {
      clipId: `clip ${cueId}`,
      url: `/film/${cueId}.webm`,
      inMs: 0,
      outMs: 2000,
      standIn: null,
      gainDb: 0,
      subtitles: [],
      ...clip,
    },
  };
}
