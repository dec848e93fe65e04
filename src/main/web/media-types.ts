import { extname } from 'node:path';

/** What the show's own pages are made of. */
const PAGE_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** What a film may show: pictures, sound and words. Nothing here can run code in the page. */
const FILM_TYPES: Readonly<Record<string, string>> = {
  '.webm': 'video/webm',
  '.mp4': 'video/mp4',
  '.m4v': 'video/mp4',
  '.mov': 'video/quicktime',
  '.mkv': 'video/x-matroska',
  '.ogv': 'video/ogg',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.m4a': 'audio/mp4',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.flac': 'audio/flac',
  '.vtt': 'text/vtt; charset=utf-8',
  '.srt': 'text/plain; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
};

const typeOf = (types: Readonly<Record<string, string>>, name: string): string | null => {
  const extension = extname(name).toLowerCase();
  return Object.hasOwn(types, extension) ? (types[extension] ?? null) : null;
};

/** The type of a page's file, or null where such a file is not served. */
export const pageType = (name: string): string | null => typeOf(PAGE_TYPES, name);

/** The type of a film's file, or null where such a file is not served (its `film.json`, scripts, anything unknown). */
export const filmType = (name: string): string | null => typeOf(FILM_TYPES, name);
