import type { Film } from '../film/film.ts';
import { type FileFinding, type FoundFiles, type SubtitleSpan, filesOf } from '../film/film-media.ts';
import type { MediaFacts } from '../film/media-facts.ts';
import { readWebVtt } from '../film/web-vtt.ts';
import { readText } from './film-texts.ts';
import { insideOf } from './inside-folder.ts';
import { readMediaFacts } from './media-facts.ts';

/** Opens every media and subtitle file that a film names, each once. Never throws. */
export async function openFiles(film: Film, folder: string): Promise<FoundFiles> {
  const media = new Map<string, MediaFacts>();
  const subtitles = new Map<string, readonly SubtitleSpan[]>();
  const findings = new Map<string, FileFinding>();
  for (const { file, kind } of filesOf(film)) {
    if (media.has(file) || subtitles.has(file) || findings.has(file) || kind === 'part') continue;
    if (kind === 'subtitles') {
      const read = await readText(folder, file);
      const spans = read.ok ? readWebVtt(read.text) : null;
      if (!read.ok) findings.set(file, read.finding);
      else if (spans !== null && typeof spans !== 'string') subtitles.set(file, spans);
      else findings.set(file, unreadable(`"${file}" is no WebVTT: ${spans ?? ''}`, 'Export the subtitles as WebVTT.'));
      continue;
    }
    const inside = await insideOf(folder, file);
    if (!inside.ok) {
      findings.set(file, { code: inside.code, message: inside.message, hint: inside.hint });
      continue;
    }
    const read = await readMediaFacts(inside.path);
    if (read.ok) media.set(file, read.facts);
    else {
      const hint = 'Export it again, as WebM (VP9, Opus) or MP4 (H.264, AAC).';
      findings.set(file, unreadable(`"${file}" cannot be played: ${read.reason}`, hint));
    }
  }
  return { media, subtitles, findings };
}

function unreadable(message: string, hint: string): FileFinding {
  return { code: 'file-unreadable', message, hint };
}
