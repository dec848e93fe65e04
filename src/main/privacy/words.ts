import type { CompiledFilm } from '../../film/compiled-film.ts';

const NOTICE = {
  notice: [
    "A camera reads facial expressions here: they choose the film's next scene.",
    'No picture is kept or sent. Press 0 to watch without being read.',
  ],
  button: [
    "A camera can read your facial expression: it chooses the film's next scene. No picture is kept or sent.",
    'Press the button to be read, or 0 to watch without.',
  ],
} as const;

/** What stands on the opening: the film's own words, or these. */
export function noticeLines({ notice, consent }: CompiledFilm['privacy']): readonly string[] {
  return notice ?? NOTICE[consent];
}

/** The sign on the picture while the camera is in use. */
export function signText({ sign }: CompiledFilm['privacy']): string {
  return (sign ?? ['Camera in use']).join(' · ').slice(0, 200);
}

/** What stands on the picture while the staff have paused the reading. */
export function pausedLines({ paused }: CompiledFilm['privacy']): readonly string[] {
  return paused ?? ['The camera is off: nobody is read.'];
}
