import { type Film, type Origin, below } from './film.ts';
import { clipPartOf } from './compile-clip.ts';

/** What was found about one of the film's files by whoever opened it. */
export interface FileFinding {
  readonly code: 'path-outside' | 'file-missing' | 'file-unreadable';
  readonly message: string;
  readonly hint: string;
}

/** Every media file that the film names, with its place; a file named twice comes twice. */
export function mediaOf(film: Film): readonly { readonly file: string; readonly origin: Origin }[] {
  const media: { file: string; origin: Origin }[] = [];
  const audio = (tracks: Readonly<Record<string, string>> | undefined, origin: Origin): void => {
    for (const [name, file] of Object.entries(tracks ?? {})) media.push({ file, origin: below(origin, 'audio', name) });
  };
  for (const { data, origin } of film.clips.values()) {
    if (data.file !== undefined) media.push({ file: data.file, origin: below(origin, 'file') });
    audio(data.audio, origin);
  }
  for (const scene of film.scenes.values()) {
    const clip = clipPartOf(film, scene);
    const isOwn = typeof scene.data.clip !== 'string' || !film.clips.has(scene.data.clip);
    if (clip?.data.file !== undefined && isOwn) {
      const origin = typeof scene.data.clip === 'string' ? clip.origin : below(clip.origin, 'file');
      media.push({ file: clip.data.file, origin });
    }
    if (isOwn) audio(clip?.data.audio, clip?.origin ?? scene.origin);
    audio(scene.data.audio, scene.origin);
  }
  audio(film.data.audio, { file: film.file, path: [] });
  return media;
}
