import { EMOTIONS, emotionFromWord, type Emotion } from '../../protocol/emotions.ts';
import { note, type NoteBook } from './import-note.ts';
import { readRange, type PlacedRange } from './riot-ranges.ts';
import type { RawBranch } from './riot-config.ts';
import { shortened } from './riot-time.ts';

/** What becomes of contempt, which RIOT's network knew and which is not one of the seven. */
export type Contempt = Emotion | 'leave-out' | null;

export interface Branch {
  readonly emotion: Emotion;
  readonly range: PlacedRange;
  /** Only RIOT 2018 reads it; 0 where it is missing, as there. */
  readonly outcome: number;
  readonly outcomePath: string;
}

/** The branches of one level in the order of the file. Errors are noted. */
export function readBranches(
  raw: Readonly<Record<string, RawBranch>>,
  levelPath: string,
  contempt: Contempt,
  book: NoteBook,
): readonly Branch[] {
  const branches: Branch[] = [];
  for (const [word, rawBranch] of Object.entries(raw)) {
    const path = `${levelPath}.branch.${shortened(word)}`;
    const emotion = emotionOf(word, path, contempt, book);
    const range = readRange(rawBranch, path, book);
    if (emotion === null || range === null) continue;
    if (branches.some((one) => one.emotion === emotion)) {
      const message = `Two branches of this level mean ${emotion}; only one could ever play.`;
      const hint = isContempt(word)
        ? 'Map contempt to an emotion that has no branch in any level, or leave it out: --contempt none.'
        : 'Delete or rename one of them.';
      note(book, 'error', 'riot-emotion-twice', path, message, hint);
      continue;
    }
    branches.push({ emotion, range, outcome: rawBranch.outcome ?? 0, outcomePath: `${path}.outcome` });
  }
  return branches;
}

/** The emotion that a branch's name means, or null: left out, or not understood and noted. */
function emotionOf(word: string, path: string, contempt: Contempt, book: NoteBook): Emotion | null {
  if (isContempt(word)) return contemptOf(path, contempt, book);
  const emotion = emotionFromWord(word);
  if (emotion === undefined) {
    const message = `"${shortened(word)}" is not an emotion.`;
    note(book, 'error', 'riot-emotion', path, message, `The emotions are ${EMOTIONS.join(', ')}.`);
    return null;
  }
  if (emotion !== word) {
    const message = `"${shortened(word)}" is read as ${emotion}; RIOT would not have found this branch.`;
    note(book, 'warning', 'riot-emotion-spelling', path, message, `Write "${emotion}".`);
  }
  return emotion;
}

function isContempt(word: string): boolean {
  return word.trim().toLowerCase() === 'contempt';
}

function contemptOf(path: string, contempt: Contempt, book: NoteBook): Emotion | null {
  if (contempt === null) {
    const message = 'Contempt is not one of the emotions that Mien reads.';
    const hint = `Say what it shall be: --contempt disgust (or another of ${EMOTIONS.join(', ')}), or leave its branches out: --contempt none.`;
    note(book, 'error', 'riot-contempt', path, message, hint);
    return null;
  }
  if (contempt === 'leave-out') {
    note(
      book,
      'assumed',
      'riot-contempt',
      path,
      'This branch for contempt is left out, as asked.',
      'Import again with --contempt disgust to keep it.',
    );
    return null;
  }
  note(
    book,
    'assumed',
    'riot-contempt',
    path,
    `Contempt is taken for ${contempt}, as asked.`,
    'Import again with another --contempt to change it.',
  );
  return contempt;
}

/** The emotions that any level of a file branches on, in Mien's order: ties fall to the earlier. */
export function emotionsOf(levels: readonly (readonly Branch[])[]): readonly Emotion[] {
  const used = new Set(levels.flat().map((branch) => branch.emotion));
  return EMOTIONS.filter((emotion) => used.has(emotion));
}

/**
 * Where a choice goes when no emotion decides. RIOT always named a winner, even in an empty room; Mien does not
 * decide there. Calm is what an unread face is nearest to; without it the first branch of the file is taken.
 */
export function defaultBranch(branches: readonly Branch[]): Branch | undefined {
  return branches.find((branch) => branch.emotion === 'calm') ?? branches[0];
}

/** Notes what the default of a choice is, and each emotion of the film that a level has no branch for. */
export function noteDefault(
  branches: readonly Branch[],
  emotions: readonly Emotion[],
  levelPath: string,
  book: NoteBook,
): void {
  const fallback = defaultBranch(branches);
  if (fallback === undefined) return;
  for (const emotion of emotions.filter((one) => !branches.some((branch) => branch.emotion === one))) {
    const message = `There is no branch for ${emotion}, on which RIOT's player stopped; ${fallback.emotion} plays then.`;
    note(
      book,
      'warning',
      'riot-no-branch',
      `${levelPath}.branch`,
      message,
      'Add the branch, or change the default in film.json.',
    );
  }
}
