import { clipPartOf } from './compile-clip.ts';
import { effectiveRules } from './compile-rules.ts';
import { type Film, type ScenePart } from './film.ts';
import { parseTime } from './times.ts';

/** A clip that one choice may lead to, as the cut into it is judged by. */
export interface ComparedClip {
  readonly to: string;
  readonly file: string;
  /** The range in the file; `toMs` null: to its end. */
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly gainDb: number;
}

/** The clips that a scene's choice leads to, stand-ins left out; fewer than two where there is nothing to compare. */
export function clipsOfChoice(film: Film, part: ScenePart): readonly ComparedClip[] {
  if (part.data.ending !== undefined || part.name === film.data.credits) return [];
  const targets = new Set(
    effectiveRules({ film }, part).map((rule) => film.sections.get(rule.data.to)?.data.start ?? rule.data.to),
  );
  return [...targets].flatMap((to): ComparedClip | readonly [] => {
    const scene = film.scenes.get(to);
    const clip = scene === undefined ? undefined : clipPartOf(film, scene)?.data;
    if (clip?.file === undefined) return [];
    const ms = (time: number | string | undefined): number | null => {
      const parsed = time === undefined ? null : parseTime(time, clip.rate ?? film.data.frameRate);
      return parsed !== null && 'ms' in parsed ? parsed.ms : null;
    };
    return { to, file: clip.file, fromMs: ms(clip.in) ?? 0, toMs: ms(clip.out), gainDb: clip.gain ?? 0 };
  });
}

/** The files whose loudness matters: those that stand beside another in a choice. */
export function filesToCompare(film: Film): ReadonlySet<string> {
  const files = new Set<string>();
  for (const part of film.scenes.values()) {
    const clips = clipsOfChoice(film, part);
    if (clips.length > 1) for (const { file } of clips) files.add(file);
  }
  return files;
}
