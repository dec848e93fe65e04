import { GUESSED_MS, type CompiledCard, type CompiledClip } from './compiled-film.ts';
import type { Film, Origin, Part, ScenePart } from './film.ts';
import { below } from './film.ts';
import type { MediaFacts } from './media-facts.ts';
import type { ClipData } from './schema-clip.ts';
import { parseTime } from './times.ts';

/** The clip of a scene: written out, one of the film's, or a bare file. Null where the name is not known. */
export function clipPartOf(film: Film, scene: ScenePart): Part<ClipData> | null {
  const { clip } = scene.data;
  const origin: Origin = below(scene.origin, 'clip');
  if (typeof clip !== 'string') return { data: clip, origin };
  const named = film.clips.get(clip);
  if (named !== undefined) return named;
  return looksLikeFile(clip) ? { data: { file: clip }, origin } : null;
}

/** `clips/sea.webm` is a file, `sea` is the name of a clip. */
export function looksLikeFile(word: string): boolean {
  return /[./\\:]/u.test(word);
}

export function clipOf(film: Film, scene: ScenePart, media: ReadonlyMap<string, MediaFacts>): CompiledClip {
  const data = clipPartOf(film, scene)?.data ?? {};
  const ms = (time: number | string | undefined): number | null => {
    if (time === undefined) return null;
    const parsed = parseTime(time, data.rate ?? film.data.frameRate);
    return 'ms' in parsed ? parsed.ms : null;
  };
  const file = data.file ?? null;
  const inMs = ms(data.in) ?? 0;
  const outMs = ms(data.out);
  const standIn = file === null ? cardOf(data, scene) : null;
  const known = file === null ? undefined : media.get(file);
  const endMs = outMs ?? known?.durationMs ?? inMs + GUESSED_MS;
  const audio = data.audio ?? scene.data.audio ?? film.data.audio ?? {};
  const subtitles = scene.data.subtitles ?? data.subtitles ?? film.data.subtitles ?? {};
  return {
    clipId: file === null ? `stand-in:${scene.name}` : `${file}#${inMs}-${outMs ?? ''}`,
    file,
    inMs,
    outMs,
    durationMs: standIn?.durationMs ?? Math.max(1, endMs - inMs),
    standIn,
    subtitles: Object.entries(subtitles).map(([language, path]) => ({ language, file: path })),
    audio: Object.entries(audio).map(([name, path]) => ({ name, file: path })),
    gainDb: data.gain ?? 0,
    evenedDb: 0,
    markers: Object.entries(data.markers ?? {})
      .flatMap(([name, time]) => {
        const positionMs = ms(time);
        return positionMs === null ? [] : [{ name, positionMs }];
      })
      .toSorted((a, b) => a.positionMs - b.positionMs),
  };
}

/** A title card, a stand-in, or, where nothing is said, a stand-in with the scene's title. */
function cardOf({ card, standIn }: Partial<ClipData>, scene: ScenePart): CompiledCard {
  const title = standIn?.title ?? scene.data.title ?? scene.name;
  if (card === undefined) {
    const durationMs = standIn === undefined ? GUESSED_MS : standIn.seconds * 1000;
    return { title, colour: standIn?.colour ?? '#303848', durationMs, card: null };
  }
  const { text, ink, colour, seconds } = card;
  const texts =
    typeof text === 'string'
      ? [{ language: null, text }]
      : Object.entries(text).map(([language, own]) => ({ language, text: own }));
  return { title, colour, durationMs: seconds * 1000, card: { ink, texts } };
}
