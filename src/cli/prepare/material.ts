import type { CompiledFilm } from '../../film/compiled-film.ts';
import { filesOf } from '../../film/film-media.ts';
import type { Film } from '../../film/film.ts';
import type { MediaFacts } from '../../film/media-facts.ts';
import { hasIndexLast } from '../../main/index-place.ts';
import { insideOf } from '../../main/inside-folder.ts';
import { readMediaFacts } from '../../main/media-facts.ts';

/** What a film is made of, as far as a preparation asks. Paths are below the film's folder. */
export interface Material {
  /** The film's clips, each with the in points that lie in it, milliseconds. */
  readonly points: ReadonlyMap<string, readonly number[]>;
  /** What the clips with a picture hold. */
  readonly media: ReadonlyMap<string, MediaFacts>;
  /** What is only heard: further sound tracks, and clips without a picture. */
  readonly tracks: ReadonlyMap<string, MediaFacts>;
  /** The clips whose index lies behind their picture. */
  readonly indexLast: ReadonlySet<string>;
  /** Every file that the film names. */
  readonly originals: readonly string[];
}

export async function readMaterial(folder: string, film: Film, compiled: CompiledFilm): Promise<Material> {
  const points = inPointsOf(compiled);
  const media = new Map<string, MediaFacts>();
  const tracks = new Map<string, MediaFacts>();
  const indexLast = new Set<string>();
  for (const file of new Set([...points.keys(), ...tracksOf(compiled)])) {
    const inside = await insideOf(folder, file);
    const read = inside.ok ? await readMediaFacts(inside.path) : null;
    if (!inside.ok || read?.ok !== true) continue;
    if (!points.has(file) || read.facts.video === null) {
      tracks.set(file, read.facts);
      continue;
    }
    media.set(file, read.facts);
    if (await hasIndexLast(inside.path)) indexLast.add(file);
  }
  return { points, media, tracks, indexLast, originals: [...new Set(filesOf(film).map(({ file }) => file))] };
}

function inPointsOf(film: CompiledFilm): ReadonlyMap<string, readonly number[]> {
  const points = new Map<string, Set<number>>();
  for (const { clip } of Object.values(film.scenes)) {
    if (clip.file === null) continue;
    const known = points.get(clip.file) ?? new Set<number>();
    points.set(clip.file, known.add(clip.inMs));
  }
  return new Map([...points].map(([file, found]) => [file, [...found].toSorted((a, b) => a - b)]));
}

function tracksOf(film: CompiledFilm): readonly string[] {
  return Object.values(film.scenes).flatMap(({ clip }) => clip.audio.map(({ file }) => file));
}
