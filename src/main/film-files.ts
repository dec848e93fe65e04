import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { checkFilm } from '../film/check.ts';
import { compileFilm } from '../film/compile.ts';
import type { CompiledFilm } from '../film/compiled-film.ts';
import { type Film, endingsOf } from '../film/film.ts';
import { inOnePass } from '../film/one-pass.ts';
import { type FileFinding, type FoundFiles, NOTHING_FOUND } from '../film/film-media.ts';
import { includesOf, parseFilmFiles } from '../film/parse-film.ts';
import { type Problem, hasErrors, sortProblems } from '../film/problems.ts';
import type { Tuning } from '../protocol/tuning.ts';
import { openFiles } from './film-findings.ts';
import { readText } from './film-texts.ts';

/** Most files that one film is read from. */
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
      /** What was learnt of the venue, where the film names it; its files must have been opened. */
      readonly tuning: Tuning | undefined;
      /** What the outputs of an EmoPy network mean, where the film says it. */
      readonly labels: readonly string[] | undefined;
      /** Warnings. */
      readonly problems: readonly Problem[];
    })
  | (Counted & { readonly ok: false; readonly problems: readonly Problem[] });

export interface LoadOptions {
  /** Whether media and subtitle files are opened; true where left out. Without, lengths are guessed. */
  readonly media?: boolean;
  /** Whether the loudness of clips that follow each other, or stand beside others in a choice, is measured (once; it is kept beside the film); else only what is kept is used. */
  readonly loudness?: boolean;
  /** Whether missing or unreadable media files are passed over, for simulating a film that is not shot yet. */
  readonly missingMedia?: 'error' | 'guess';
  /** Whether scenes that repeat their clip play it once, as in a rehearsal; false where left out. */
  readonly onePass?: boolean;
}

/** Reads, checks and compiles the film in a folder (or the film file itself). Never throws. */
export async function loadFilm(path: string, options: LoadOptions = {}): Promise<LoadedFilm> {
  const read = await readFilm(path);
  if (read.film === null) return { ok: false, problems: read.problems, scenes: 0, endings: 0 };
  const { film, folder } = read;
  const opened = options.media === false ? NOTHING_FOUND : await openFiles(film, folder, options.loudness === true);
  const files = options.missingMedia === 'guess' ? withoutMissing(opened) : opened;
  const found: FoundFiles = { ...files, findings: new Map([...files.findings, ...read.findings]) };
  const problems = sortProblems([...read.problems, ...checkFilm(film, found)]);
  const counted = { scenes: film.scenes.size, endings: endingsOf(film).length };
  if (hasErrors(problems)) return { ok: false, problems, ...counted };
  const { tuning } = found;
  const paced = options.onePass === true ? inOnePass(film) : film;
  const compiled = compileFilm(paced, found.media);
  return { ok: true, ...counted, folder, film, compiled, tuning, labels: film.data.labels, problems };
}

function withoutMissing(found: FoundFiles): FoundFiles {
  const isPassedOver = ({ code }: FileFinding): boolean => code === 'file-missing' || code === 'file-unreadable';
  return { ...found, findings: new Map([...found.findings].filter(([, finding]) => !isPassedOver(finding))) };
}

interface ReadFilm {
  readonly folder: string;
  readonly film: Film | null;
  readonly problems: readonly Problem[];
  /** What is wrong with included files. */
  readonly findings: ReadonlyMap<string, FileFinding>;
}

const isFilmFile = (path: string): boolean => /\.jsonc?$/iu.test(path);

/** Folder of the film at a path, links resolved. @throws Node's error where there is none. */
function realFolder(path: string): Promise<string> {
  return realpath(isFilmFile(path) ? dirname(path) : path);
}

/** What tells the shows of one machine apart, as their state does: the film's real folder; the path where there is none. Never throws. */
export async function showOf(path: string): Promise<string> {
  return realFolder(path).catch(() => path);
}

/** Reads the texts of a film and parses them. Never throws. */
export async function readFilm(path: string): Promise<ReadFilm> {
  const isFile = isFilmFile(path);
  const main = isFile ? basename(path) : 'film.json';
  const findings = new Map<string, FileFinding>();
  const refuse = (code: string, message: string, hint: string): ReadFilm => ({
    folder: path,
    film: null,
    problems: [{ code, severity: 'error', file: main, line: 1, column: 1, path: '', message, hint }],
    findings,
  });
  const make = 'Name a folder that holds a film.json; "mien new FOLDER" makes one.';
  let folder: string;
  try {
    folder = await realFolder(path);
  } catch {
    return refuse('film-missing', `there is no folder "${path}"`, make);
  }
  const texts = new Map<string, string>();
  const waiting: string[] = [main];
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    if (texts.has(file) || findings.has(file) || texts.size >= MOST_FILES) continue;
    const read = await readText(folder, file);
    if (read.ok) {
      texts.set(file, read.text);
      waiting.push(...includesOf(read.text, file));
    } else if (file !== main) findings.set(file, read.finding);
    else if (read.finding.code === 'file-missing') return refuse('film-missing', `"${path}" holds no ${main}`, make);
    else return refuse(read.finding.code, read.finding.message, read.finding.hint);
  }
  const parsed = parseFilmFiles(texts, main);
  return { folder, film: parsed.film ?? null, problems: parsed.problems, findings };
}
