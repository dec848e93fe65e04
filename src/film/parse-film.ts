import type { z } from 'zod';
import { type Film, type Finding, type Origin, type Part, type ScenePart, problemAt } from './film.ts';
import { type JsonText, readJsonText } from './json-text.ts';
import { nameFault, nameLike } from './names.ts';
import { type JsonPath, type Problem, sortProblems } from './problems.ts';
import { type FilmData, type IncludedData, filmFile, includedFile } from './schema.ts';
import type { ClipData } from './schema-clip.ts';
import type { SectionData } from './schema-scene.ts';
import { keysOf } from './schema-keys.ts';
import { findingsOf } from './zod-problems.ts';
import { migrate } from './migrate/migrate.ts';

/** Places of one file that do not fit the language and are told about. */
const MOST_ISSUES = 1000;

export interface ParsedFilm {
  /** Absent where the film could not be read at all. */
  readonly film?: Film;
  readonly problems: readonly Problem[];
}

/** A film that lies in one file. `file` is its name for messages. */
export function parseFilm(text: string, file: string): ParsedFilm {
  return parseFilmFiles(new Map([[file, text]]), file);
}

/** Includes that a file's text names, whatever else is wrong with it: for the one who reads the files. */
export function includesOf(text: string, file: string): readonly string[] {
  const { value } = readJsonText(text, file);
  if (typeof value !== 'object' || value === null || !('include' in value) || !Array.isArray(value.include)) return [];
  return value.include.filter((path): path is string => typeof path === 'string');
}

/**
 * A film from its texts, by file name as `include` says it. A file that is included but not among them is passed
 * over: whoever reads the files has reported it.
 */
export function parseFilmFiles(texts: ReadonlyMap<string, string>, main: string): ParsedFilm {
  const problems: Problem[] = [];
  const root = readJsonText(texts.get(main) ?? '', main);
  problems.push(...root.problems);
  if (root.value === undefined) return { problems };
  const data = parseMain(root, problems);
  const places = new Map([[main, root.places]]);
  if (data === null) return { problems: sortProblems(problems) };
  const join = new Joining(problems);
  join.add(data, main, places);
  const parents = new Map<string, string | null>([[main, null]]);
  const includes: { file: string; origin: Origin }[] = [];
  const waiting: string[] = [];
  const note = (list: readonly string[] | undefined, from: string): void =>
    list?.forEach((path, index) => {
      const origin: Origin = { file: from, path: ['include', index] };
      includes.push({ file: path, origin });
      if (isAncestor(path, from, parents)) problems.push(problemAt(places, origin, cycle(path, from)));
      if (parents.has(path)) return;
      parents.set(path, from);
      waiting.push(path);
    });
  note(data.include, main);
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const text = texts.get(path);
    if (text === undefined) continue;
    const part = readJsonText(text, path);
    problems.push(...part.problems);
    places.set(path, part.places);
    if (part.value === undefined) continue;
    const included = parseShape(includedFile, part, problems);
    if (included === null) continue;
    join.add(included, path, places);
    note(included.include, path);
  }
  const film: Film = {
    data,
    file: main,
    scenes: join.scenes,
    sections: join.sections,
    clips: join.clips,
    includes,
    places,
  };
  return { film, problems: sortProblems(problems) };
}

/** Whether `path` is `from` itself or one of the files that led to it. */
function isAncestor(path: string, from: string, parents: ReadonlyMap<string, string | null>): boolean {
  for (let at: string | null = from; at !== null; at = parents.get(at) ?? null) if (at === path) return true;
  return false;
}

function cycle(path: string, from: string): Finding {
  return {
    code: 'include-cycle',
    severity: 'error',
    message:
      path === from ? `"${path}" includes itself` : `"${path}" includes this file already, so the two go in a circle`,
    hint: 'Take this line out: a file that is included anywhere belongs to the whole film.',
  };
}

function parseMain(root: JsonText, problems: Problem[]): FilmData | null {
  const version =
    typeof root.value === 'object' && root.value !== null && 'version' in root.value ? root.value.version : undefined;
  const migrated = migrate(root.value, version);
  const places = new Map([[root.file, root.places]]);
  if (migrated.finding !== null)
    problems.push(problemAt(places, { file: root.file, path: ['version'] }, migrated.finding));
  if (migrated.value === undefined) return null;
  return parseShape(filmFile, { ...root, value: migrated.value }, problems);
}

/** The value held against a schema; what does not fit is reported. */
function parseShape<S extends z.ZodType>(schema: S, text: JsonText, problems: Problem[]): z.infer<S> | null {
  const result = schema.safeParse(text.value);
  if (result.success) return result.data;
  const places = new Map([[text.file, text.places]]);
  for (const issue of result.error.issues.slice(0, MOST_ISSUES)) {
    for (const { at, what, ...finding } of findingsOf(issue, text.value, (path) => keysOf(schema, path))) {
      problems.push(problemAt(places, { file: text.file, path: at }, finding, what));
    }
  }
  return null;
}

/** Puts the parts of several files together; names are unique in the whole film. */
class Joining {
  readonly scenes = new Map<string, ScenePart>();
  readonly sections = new Map<string, Part<SectionData>>();
  readonly clips = new Map<string, Part<ClipData>>();
  readonly #problems: Problem[];

  constructor(problems: Problem[]) {
    this.#problems = problems;
  }

  add(data: FilmData | IncludedData, file: string, places: Film['places']): void {
    const problem = (path: JsonPath, finding: Parameters<typeof problemAt>[2]): void =>
      void this.#problems.push(problemAt(places, { file, path }, finding, 'key'));
    const free = (name: string, path: JsonPath, taken: ReadonlyMap<string, { readonly origin: Origin }>): boolean => {
      const before = taken.get(name);
      const fault = nameFault(name);
      if (fault !== null) {
        problem(path, {
          code: 'bad-name',
          severity: 'error',
          message: `"${name.slice(0, 60)}" ${fault}, so it cannot be a name`,
          hint: `Call it "${nameLike(name)}", say.`,
        });
      }
      if (before === undefined) return true;
      problem(path, {
        code: 'name-twice',
        severity: 'error',
        message: `the name "${name}" is taken already, in ${before.origin.file}`,
        hint: 'Give one of the two another name.',
      });
      return false;
    };
    const addScenes = (scenes: FilmData['scenes'], base: JsonPath, section: string | null): void => {
      for (const [name, scene] of Object.entries(scenes)) {
        const path = [...base, name];
        const taken = this.scenes.has(name) ? this.scenes : this.sections;
        if (free(name, path, taken)) this.scenes.set(name, { name, section, data: scene, origin: { file, path } });
      }
    };
    for (const [name, section] of Object.entries(data.sections ?? {})) {
      const path = ['sections', name];
      const taken = this.scenes.has(name) ? this.scenes : this.sections;
      if (free(name, path, taken)) this.sections.set(name, { data: section, origin: { file, path } });
    }
    addScenes(data.scenes ?? {}, ['scenes'], null);
    for (const [name, section] of Object.entries(data.sections ?? {})) {
      addScenes(section.scenes, ['sections', name, 'scenes'], name);
    }
    for (const [name, clip] of Object.entries(data.clips ?? {})) {
      if (free(name, ['clips', name], this.clips))
        this.clips.set(name, { data: clip, origin: { file, path: ['clips', name] } });
    }
  }
}
