import type { Tuning } from '../protocol/tuning.ts';
import { clipPartOf } from './compile-clip.ts';
import { type Film, type Origin, below } from './film.ts';
import type { MediaFacts } from './media-facts.ts';

/** What was found wrong about one of the film's files by whoever opened it. */
export interface FileFinding {
  readonly code: 'path-outside' | 'file-missing' | 'file-unreadable' | 'file-too-large' | 'not-utf8' | 'bad-tuning';
  readonly message: string;
  readonly hint: string;
}

/** What the film's files hold, by path. Empty maps where nobody looked: then nothing is said about files. */
export interface FoundFiles {
  readonly media: ReadonlyMap<string, MediaFacts>;
  /** When each subtitle of a file stands, milliseconds. */
  readonly subtitles: ReadonlyMap<string, readonly SubtitleSpan[]>;
  readonly findings: ReadonlyMap<string, FileFinding>;
  /** Files with a picture whose index lies behind it. */
  readonly indexLast?: ReadonlySet<string> | undefined;
  /** What the film's tuning says, where it names one that is right. */
  readonly tuning?: Tuning | undefined;
}

export interface SubtitleSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export const NOTHING_FOUND: FoundFiles = { media: new Map(), subtitles: new Map(), findings: new Map() };

/** A file that the film names, and where. */
export interface NamedFile {
  readonly file: string;
  readonly origin: Origin;
  readonly kind: 'media' | 'subtitles' | 'part' | 'tuning';
}

/** Every file that the film names, with its place; a file named twice comes twice. */
export function filesOf(film: Film): readonly NamedFile[] {
  const files: NamedFile[] = [];
  const extras = (
    data: {
      readonly audio?: Readonly<Record<string, string>> | undefined;
      readonly subtitles?: Readonly<Record<string, string>> | undefined;
    },
    origin: Origin,
  ): void => {
    for (const [name, file] of Object.entries(data.audio ?? {})) {
      files.push({ file, origin: below(origin, 'audio', name), kind: 'media' });
    }
    for (const [name, file] of Object.entries(data.subtitles ?? {})) {
      files.push({ file, origin: below(origin, 'subtitles', name), kind: 'subtitles' });
    }
  };
  for (const { data, origin } of film.clips.values()) {
    if (data.file !== undefined) files.push({ file: data.file, origin: below(origin, 'file'), kind: 'media' });
    extras(data, origin);
  }
  for (const scene of film.scenes.values()) {
    const isNamed = typeof scene.data.clip === 'string' && film.clips.has(scene.data.clip);
    const clip = isNamed ? null : clipPartOf(film, scene);
    if (clip !== null) {
      const origin = typeof scene.data.clip === 'string' ? clip.origin : below(clip.origin, 'file');
      if (clip.data.file !== undefined) files.push({ file: clip.data.file, origin, kind: 'media' });
      extras(clip.data, clip.origin);
    }
    extras(scene.data, scene.origin);
  }
  const top: Origin = { file: film.file, path: [] };
  extras(film.data, top);
  const { tuning } = film.data;
  if (tuning !== undefined) files.push({ file: tuning, origin: below(top, 'tuning'), kind: 'tuning' });
  for (const { file, origin } of film.includes) files.push({ file, origin, kind: 'part' });
  return files;
}
