import type { CompiledClip, CompiledFilm } from '../../film/compiled-film.ts';
import type { VisitAction } from '../../film/visit.ts';
import { leadMsOf } from '../../film/visit-step.ts';
import type { Cue, StageClip } from '../../protocol/messages.ts';

type FilmCue = Extract<VisitAction, { type: 'cue' }>['params'];

/**
 * The film's cue in the stage's words, or null where the film has no such scene (a bug, and no reason to stop).
 * @param version counts the films of a run from 0: clips and addresses of two of them are never the same.
 */
export function stageCue(film: CompiledFilm, params: FilmCue, version = 0): Cue | null {
  const scene = film.scenes[params.scene];
  if (scene === undefined) return null;
  return {
    type: 'cue',
    cueId: params.cueId,
    scene: scene.name,
    clip: stageClip(scene.clip, version),
    repeat: scene.repeat,
    hold: scene.hold,
    when: params.when,
    transition: params.transition,
    leadMs: leadMsOf(scene),
    prepare: preparedClips(film, params.candidates, version),
  };
}

/** The clips of scenes that may come next, each once. */
export function preparedClips(film: CompiledFilm, scenes: readonly string[], version = 0): StageClip[] {
  const clips = new Map<string, StageClip>();
  for (const name of scenes) {
    const clip = film.scenes[name]?.clip;
    if (clip !== undefined) clips.set(clip.clipId, stageClip(clip, version));
  }
  return [...clips.values()];
}

/** Length of one play of each clip, milliseconds, by its id: what the stand-in stage keeps time by. */
export function clipLengths(film: CompiledFilm, version = 0): ReadonlyMap<string, number> {
  return new Map(Object.values(film.scenes).map(({ clip }) => [clipName(clip, version), clip.durationMs]));
}

const clipName = ({ clipId }: CompiledClip, version: number): string =>
  version === 0 ? clipId : `${version} ${clipId}`;

function stageClip(clip: CompiledClip, version: number): StageClip {
  return {
    clipId: clipName(clip, version),
    url: clip.file === null ? null : filmAddress(clip.file, version),
    inMs: clip.inMs,
    outMs: clip.outMs,
    standIn: clip.standIn,
    gainDb: clip.gainDb,
    ...(clip.evenedDb === 0 ? {} : { evenedDb: clip.evenedDb }),
    subtitles: clip.subtitles.map(({ language, file }) => ({ language, url: filmAddress(file, version) })),
    audio: clip.audio.map(({ name, file }) => ({ name, url: filmAddress(file, version) })),
  };
}

/** Where the pages ask for a file of the film. Each part of its path is encoded: names may hold spaces, `#` or `?`. */
function filmAddress(file: string, version: number): string {
  const folder = version === 0 ? '/film' : `/film@${version}`;
  return `${folder}/${file.split('/').map(encodeURIComponent).join('/')}`;
}
