import type { FilmData } from './schema.ts';
import type { ClipData } from './schema-clip.ts';
import type { SceneData, SectionData } from './schema-scene.ts';
import type { JsonPath, Problem, Severity } from './problems.ts';
import { writePath } from './problems.ts';
import type { TextPlaces } from './text-places.ts';

/** Where in the film's files something stands. */
export interface Origin {
  readonly file: string;
  readonly path: JsonPath;
}

/** A part of the film together with its place. */
export interface Part<T> {
  readonly data: T;
  readonly origin: Origin;
}

export interface ScenePart extends Part<SceneData> {
  readonly name: string;
  readonly section: string | null;
}

/** A film as it was written: every file parsed, included files joined, nothing judged yet beyond shape and names. */
export interface Film {
  /** The film file itself; its own `scenes`, `sections` and `clips` are found joined below. */
  readonly data: FilmData;
  readonly file: string;
  readonly scenes: ReadonlyMap<string, ScenePart>;
  readonly sections: ReadonlyMap<string, Part<SectionData>>;
  readonly clips: ReadonlyMap<string, Part<ClipData>>;
  /** What `include` names in every file, with its place. */
  readonly includes: readonly { readonly file: string; readonly origin: Origin }[];
  /** One for each file that was read. */
  readonly places: ReadonlyMap<string, TextPlaces>;
}

/** A problem without its place. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
}

/** A finding at a place of the film. `what` `key`: at the key rather than at its value. */
export function problemAt(
  places: ReadonlyMap<string, TextPlaces>,
  origin: Origin,
  finding: Finding,
  what: 'value' | 'key' = 'value',
): Problem {
  const place = places.get(origin.file)?.of(origin.path, what) ?? { line: 1, column: 1 };
  return { ...finding, file: origin.file, ...place, path: writePath(origin.path) };
}

/** A place below another. */
export function below(origin: Origin, ...path: JsonPath): Origin {
  return { file: origin.file, path: [...origin.path, ...path] };
}

/** Names of the endings, each once, in the order of the film. */
export function endingsOf(film: Film): readonly string[] {
  return [...new Set([...film.scenes.values()].flatMap(({ data }) => data.ending ?? []))];
}
