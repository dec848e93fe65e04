import type { Film, ScenePart } from './film.ts';

/**
 * The film at the pace of a rehearsal: a scene that repeats its clip some times plays it once. Whoever tries where a
 * face leads sees the same choices after a fifth of the time. Scenes that loop, wait or hold do so as ever.
 */
export function inOnePass(film: Film): Film {
  const once = (part: ScenePart): ScenePart =>
    typeof part.data.repeat === 'number' ? { ...part, data: { ...part.data, repeat: 1 } } : part;
  return { ...film, scenes: new Map([...film.scenes].map(([name, part]) => [name, once(part)])) };
}
