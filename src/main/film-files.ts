import { realpath, stat, open } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { checkFilm } from '../film/check.ts';
import { compileFilm } from '../film/compile.ts';
import type { CompiledFilm } from '../film/compiled-film.ts';
import { type Film, endingsOf } from '../film/film.ts';
import { mediaOf } from '../film/film-media.ts';
import type { FileFinding } from '../film/film-media.ts';
import type { MediaFacts } from '../film/media-facts.ts';
import { includesOf, parseFilmFiles } from '../film/parse-film.ts';
import { pathFault } from '../film/film-paths.ts';
import { hasErrors, type Problem, sortProblems } from '../film/problems.ts';
import { readMediaFacts } from './media-facts.ts';

/** Largest film file that is read, bytes: 20,000 scenes take about 5 MB. */
const LARGEST_FILE = 32 * 1024 * 1024;
/** Most files that a film may include. */
const MOST_FILES = 1000;

interface Counted {
  /** Scenes and differently named endings; 0 where the film could not be read. */
  readonly scenes: number;
  readonly endings: number;
}

export type LoadedFilm =
  | (Counted & {
      readonly ok: true;
      /** Absolute folder of the film, links resolved. */
      readonly folder: string;
      readonly film: Film;
      readonly compiled: CompiledFilm;
      /** Warnings. */
      readonly problems: readonly Problem[];
    })
  | (Counted & { readonly ok: false; readonly problems: readonly Problem[] });

export interface LoadOptions {
  /** Whether media files are opened; true where left out. Without, lengths are guessed. */
  readonly media?: boolean;
}

/** Reads, checks and compiles the film in a folder (or the film file itself). Never throws. */
export async function loadFilm(path: string, options: LoadOptions = {}): Promise<LoadedFilm> {
  const read = await readFilm(path);
  if (read.film === null) return { ok: false, problems: read.problems, scenes: 0, endings: 0 };
  const { film, folder } = read;
  const { facts, findings } =
    options.media === false
      ? { facts: new Map<string, MediaFacts>(), findings: new Map<string, FileFinding>() }
      : await openMedia(film, folder);
  const problems = sortProblems([...read.problems, ...checkFilm(film, facts, findings)]);
  const counted = { scenes: film.scenes.size, endings: endingsOf(film).length };
  if (hasErrors(problems)) return { ok: false, problems, ...counted };
  return { ok: true, ...counted, folder, film, compiled: compileFilm(film, facts), problems };
}

interface ReadFilm {
  readonly folder: string;
  readonly film: Film | null;
  readonly problems: readonly Problem[];
}

/** Reads the texts of a film and parses them. */
export async function readFilm(path: string): Promise<ReadFilm> {
  const isFile = /\.jsonc?$/iu.test(path);
  const main = isFile ? basename(path) : 'film.json';
  const refuse = (code: string, message: string, hint: string, file = main): ReadFilm => ({
    folder: path,
    film: null,
    problems: [{ code, severity: 'error', file, line: 1, column: 1, path: '', message, hint }],
  });
  let folder: string;
  try {
    folder = await realpath(isFile ? dirname(path) : path);
  } catch {
    return refuse(
      'film-missing',
      `there is no folder ${path}`,
      'Name a folder that holds a film.json; "mien new FOLDER" makes one.',
    );
  }
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  const waiting: string[] = [main];
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    if (texts.has(file) || texts.size >= MOST_FILES || pathFault(file) !== null) continue;
    const text = await readText(folder, file);
    if (typeof text === 'string') {
      texts.set(file, text);
      waiting.push(...includesOf(text, file));
    } else if (file === main)
      return { folder, film: null, problems: [{ ...text, file, line: 1, column: 1, path: '' }] };
    // A part that cannot be read is reported where it is included, by the check.
  }
  const parsed = parseFilmFiles(texts, main);
  return { folder, film: parsed.film ?? null, problems: [...problems, ...parsed.problems] };
}

type TextFault = Pick<Problem, 'code' | 'severity' | 'message' | 'hint'>;

async function readText(folder: string, file: string): Promise<string | TextFault> {
  const fault = (code: string, message: string, hint: string): TextFault => ({
    code,
    severity: 'error',
    message,
    hint,
  });
  const inside = await insideOf(folder, file);
  if (!inside.ok) return fault(inside.code, inside.message, inside.hint);
  try {
    const { size } = await stat(inside.path);
    if (size > LARGEST_FILE) {
      return fault(
        'file-too-large',
        `${file} has ${Math.round(size / 1024 / 1024)} MB; a film file of more than ${LARGEST_FILE / 1024 / 1024} MB is not read`,
        'Is it a media file by mistake? Else divide the film with "include".',
      );
    }
    const handle = await open(inside.path);
    try {
      return decodeText(await handle.readFile(), file, fault);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return fault(
      'file-unreadable',
      `${file} cannot be read (${reason})`,
      'Look at whether it is a file, and who may read it.',
    );
  }
}

/** UTF-8, with or without its mark; anything else is refused with its name. */
function decodeText(
  bytes: Uint8Array,
  file: string,
  fault: (code: string, message: string, hint: string) => TextFault,
): string | TextFault {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return fault('not-utf8', `${file} is written in UTF-16`, 'Save it as UTF-8.');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fault('not-utf8', `${file} is not written in UTF-8`, 'Save it as UTF-8.');
  }
}

export type Inside =
  | { readonly ok: true; readonly path: string }
  | {
      readonly ok: false;
      readonly code: 'path-outside' | 'file-missing';
      readonly message: string;
      readonly hint: string;
    };

/** The real path of a film's file, refused where it leaves the film's folder, by name or by a link. `folder` has no links. */
export async function insideOf(folder: string, file: string): Promise<Inside> {
  const fault = pathFault(file);
  if (fault !== null) return { ok: false, code: 'path-outside', ...fault };
  try {
    const path = await realpath(join(folder, file));
    const way = relative(folder, path);
    if (way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
      return {
        ok: false,
        code: 'path-outside',
        message: `"${file}" is a link that leaves the film's folder`,
        hint: "Copy the file itself into the film's folder.",
      };
    }
    return { ok: true, path };
  } catch {
    return {
      ok: false,
      code: 'file-missing',
      message: `there is no file "${file}" in the film's folder`,
      hint: 'Add the file, mend its name, or use a stand-in: "standIn": { "title": "...", "seconds": 10 }.',
    };
  }
}

/** Opens every media file that the film names, each once. */
async function openMedia(
  film: Film,
  folder: string,
): Promise<{ readonly facts: ReadonlyMap<string, MediaFacts>; readonly findings: ReadonlyMap<string, FileFinding> }> {
  const facts = new Map<string, MediaFacts>();
  const findings = new Map<string, FileFinding>();
  for (const { file } of mediaOf(film)) {
    if (facts.has(file) || findings.has(file)) continue;
    const inside = await insideOf(folder, file);
    if (!inside.ok) {
      findings.set(file, { code: inside.code, message: inside.message, hint: inside.hint });
      continue;
    }
    const media = await readMediaFacts(inside.path);
    if (media.ok) facts.set(file, media.facts);
    else {
      findings.set(file, {
        code: 'file-unreadable',
        message: `"${file}" cannot be played: ${media.reason}`,
        hint: 'Export it again, as WebM (VP9, Opus) or MP4 (H.264, AAC).',
      });
    }
  }
  return { facts, findings };
}
