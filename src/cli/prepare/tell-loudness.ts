import { filesToCompare } from '../../film/compared-clips.ts';
import { compileFilm } from '../../film/compile.ts';
import { eveningGains } from '../../film/even-loudness.ts';
import { readFilm } from '../../main/film-files.ts';
import { openFiles } from '../../main/film-findings.ts';

/**
 * Measures how loud the clips of a film are that follow each other, or stand beside others in a choice, each once, and
 * says what comes of it: no clip is made again for its loudness alone, the stage evens it out. Null where there is
 * nothing to measure.
 */
export async function tellLoudness(path: string): Promise<string | null> {
  const { film, folder } = await readFilm(path);
  if (film === null) return null;
  const { media } = await openFiles(film, folder, true);
  const heard = [...filesToCompare(film)].flatMap((file) => {
    const facts = media.get(file);
    return facts === undefined || facts.audio === null ? [] : [facts];
  });
  if (heard.length === 0) return null;
  const measured = heard.filter(({ loudness }) => loudness !== null).length;
  const evened = eveningGains(film, compileFilm(film, media).scenes, media).size;
  const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  const lacking = measured < heard.length ? ' (AAC, MP3 and six channels need ffmpeg)' : '';
  const played = evened === 0 ? 'no scene stands out' : `the stage evens out ${count(evened, 'scene')} as it plays`;
  return `Loudness: ${measured} of ${count(heard.length, 'file')} measured${lacking}; ${played}.`;
}
