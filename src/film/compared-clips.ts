import { clipPartOf } from './compile-clip.ts';
import { effectiveRules } from './compile-rules.ts';
import { type Film, type ScenePart } from './film.ts';
import { parseTime } from './times.ts';

/** A clip that a cut leads to or from, as the cut is judged by. */
export interface ComparedClip {
  readonly to: string;
  readonly file: string;
  /** The range in the file; `toMs` null: to its end. */
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly gainDb: number;
}

/** The clips that may follow a scene in the same visit, stand-ins left out: two or more are those of a choice. */
export function clipsAfter(film: Film, part: ScenePart): readonly ComparedClip[] {
  const targets = new Set(targetsOf(film, part));
  return [...targets].flatMap((to) => clipOfScene(film, film.scenes.get(to)) ?? []);
}

function targetsOf(film: Film, part: ScenePart): readonly string[] {
  const { credits } = film.data;
  if (part.name === credits) return [];
  if (part.data.ending !== undefined) return credits === undefined ? [] : [credits];
  return effectiveRules({ film }, part).map(({ data: { to } }) => film.sections.get(to)?.data.start ?? to);
}

/** Null for a stand-in, or where there is no such scene. */
export function clipOfScene(film: Film, part: ScenePart | undefined): ComparedClip | null {
  const clip = part === undefined ? undefined : clipPartOf(film, part)?.data;
  if (part === undefined || clip?.file === undefined) return null;
  const ms = (time: number | string | undefined): number | null => {
    const parsed = time === undefined ? null : parseTime(time, clip.rate ?? film.data.frameRate);
    return parsed !== null && 'ms' in parsed ? parsed.ms : null;
  };
  return { to: part.name, file: clip.file, fromMs: ms(clip.in) ?? 0, toMs: ms(clip.out), gainDb: clip.gain ?? 0 };
}

/** The files whose loudness matters: those that follow each other, or stand beside another in a choice. */
export function filesToCompare(film: Film): ReadonlySet<string> {
  const files = new Set<string>();
  for (const part of film.scenes.values()) {
    const after = clipsAfter(film, part);
    const clips = [clipOfScene(film, part) ?? [], after].flat();
    if (after.length > 0 && clips.length > 1) for (const { file } of clips) files.add(file);
  }
  return files;
}
