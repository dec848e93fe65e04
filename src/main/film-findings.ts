import { filesToCompare } from '../film/compared-clips.ts';
import type { Film } from '../film/film.ts';
import { type FileFinding, type FoundFiles, type SubtitleSpan, filesOf } from '../film/film-media.ts';
import type { MediaFacts } from '../film/media-facts.ts';
import { readWebVtt } from '../film/web-vtt.ts';
import { readText } from './film-texts.ts';
import { hasIndexLast } from './index-place.ts';
import { insideOf } from './inside-folder.ts';
import { readMediaFacts } from './media-facts.ts';
import { parseTuning, type Tuning } from '../protocol/tuning.ts';
import { loudnessOf, type SoundFile } from './sound/known-loudness.ts';

/**
 * Opens every media and subtitle file that a film names, each once. Never throws.
 * @param withLoudness whether the sound of clips that follow each other, or stand beside others in a choice, is measured
 * too; else what is known of it from an earlier time is taken.
 */
export async function openFiles(film: Film, folder: string, withLoudness: boolean): Promise<FoundFiles> {
  const sounds: SoundFile[] = [];
  const compared = filesToCompare(film);
  const media = new Map<string, MediaFacts>();
  const subtitles = new Map<string, readonly SubtitleSpan[]>();
  const findings = new Map<string, FileFinding>();
  const indexLast = new Set<string>();
  let tuning: Tuning | undefined;
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
    if (kind === 'tuning') {
      const read = await readTuning(folder, file);
      if ('finding' in read) findings.set(file, read.finding);
      else ({ tuning } = read);
      continue;
    }
    const inside = await insideOf(folder, file);
    if (!inside.ok) {
      findings.set(file, { code: inside.code, message: inside.message, hint: inside.hint });
      continue;
    }
    const read = await readMediaFacts(inside.path);
    if (read.ok) {
      media.set(file, read.facts);
      if (read.facts.video !== null && (await hasIndexLast(inside.path))) indexLast.add(file);
      if (read.facts.audio !== null && compared.has(file)) sounds.push({ file, path: inside.path });
    } else {
      const hint = 'Export it again, as WebM (VP9, Opus) or MP4 (H.264, AAC).';
      findings.set(file, unreadable(`"${file}" cannot be played: ${read.reason}`, hint));
    }
  }
  for (const [file, loudness] of await loudnessOf(folder, sounds, withLoudness)) {
    const facts = media.get(file);
    if (facts !== undefined) media.set(file, { ...facts, loudness });
  }
  return { media, subtitles, findings, indexLast, tuning };
}

async function readTuning(
  folder: string,
  file: string,
): Promise<{ readonly tuning: Tuning } | { readonly finding: FileFinding }> {
  const hint = 'Take the key away, or write the file with "mien tune <folder of labelled pictures> --out <file>".';
  const read = await readText(folder, file);
  if (!read.ok) {
    const { finding } = read;
    return { finding: finding.code === 'file-missing' ? { ...finding, hint } : finding };
  }
  const tuning = parseTuning(read.text, file);
  return 'refused' in tuning ? { finding: { code: 'bad-tuning', message: tuning.refused, hint } } : { tuning };
}

function unreadable(message: string, hint: string): FileFinding {
  return { code: 'file-unreadable', message, hint };
}
