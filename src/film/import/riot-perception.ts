import { note, type NoteBook } from './import-note.ts';
import type { RawConfig, RawLevel, RawRange } from './riot-config.ts';
import { defaultBranch, emotionsOf, noteDefault, readBranches, type Branch, type Contempt } from './riot-emotions.ts';
import type { PlannedNext, PlannedScene, RiotPlan } from './riot-plan.ts';
import {
  noteNumbers,
  noteOverlaps,
  noteShared,
  readRange,
  readTime,
  readUnused,
  type PlacedRange,
  type Range,
} from './riot-ranges.ts';

/** The player knew its levels by their number: 0 to 5 the first story, 6 to 11 the second. */
const LEVELS = 12;
/** The card that the player showed in each story is the sixth intro. */
const INTROS = 6;
const CARD = 5;
const BETWEEN = 4;
/** The third credit ran to the end of the file. */
const CREDIT = 2;

type Ranges = Readonly<Record<string, PlacedRange | null>>;

/** The journeys of a Perception 2019 file, or null where it cannot be played; `book` says why and what was assumed. */
export function planPerception(config: RawConfig, contempt: Contempt, book: NoteBook): RiotPlan | null {
  noteNumbers(config, 0, book);
  checkCounts(config, book);
  const intros = config.intros.map((raw, index) => readIntro(raw, index, book));
  const branches = config.levels.map((level, index) =>
    isChosen(index) ? readBranches(level.branch ?? {}, `levels[${index}]`, contempt, book) : [],
  );
  const levels = config.levels.map((level, index) => readLevel(level, index, book));
  const creditsIn = readTime(config.credits[CREDIT]?.start, `credits[${CREDIT}].start`, book);
  config.credits.forEach((raw, index) =>
    readUnused(index === CREDIT ? { end: raw.end } : raw, `credits[${index}]`, book),
  );
  branches.forEach((list, index) => {
    if (!isChosen(index) || list.length > 0) return;
    note(
      book,
      'error',
      'riot-missing',
      `levels[${index}].branch`,
      'This level has no branch to choose.',
      'Add one for each emotion.',
    );
  });
  if (book.notes.some((one) => one.severity === 'error') || creditsIn === null) return null;

  const story = branches.slice(0, LEVELS);
  const ranges = [...intros, ...levels.slice(0, LEVELS)].filter((range) => range !== null);
  const all = [...ranges, ...story.flat().map((branch) => branch.range)];
  noteShared(all, book);
  noteOverlaps(all, book);
  const emotions = emotionsOf(story);
  story.forEach((list, index) => noteDefault(list, emotions, `levels[${index}]`, book));
  const mediaOnly = config.intros.length < INTROS;
  const named: Ranges = Object.fromEntries<PlacedRange | null>([
    ...intros.map((range, index) => [`intro${index + 1}`, range] as const),
    ...levels.map((range, index) => [`level${index}`, range] as const),
  ]);
  const opening = intros[0];
  if (opening === undefined || opening === null) return null;
  const scenes = mediaOnly ? mediaScenes(named) : storyScenes(named, story, emotions, config, creditsIn);
  return {
    dialect: 'Perception 2019',
    video: config.media.video,
    audio: config.media.audio ?? null,
    actors: config.actors ?? [],
    emotions,
    opening,
    entry: scenes[0]?.name ?? '',
    scenes,
    readsOneScene: true,
    mediaOnly,
    spare: mediaOnly ? spareRanges(named, story) : [],
  };
}

/** Levels 2 to 5 and 8 to 11 are chosen by the mood; the others play by themselves. */
function isChosen(index: number): boolean {
  return index < LEVELS && index % 6 >= 2;
}

function readIntro(raw: RawRange, index: number, book: NoteBook): PlacedRange | null {
  const path = `intros[${index}]`;
  if (index < INTROS) return readRange(raw, path, book);
  readUnused(raw, path, book);
  return null;
}

function readLevel(level: RawLevel, index: number, book: NoteBook): PlacedRange | null {
  const path = `levels[${index}]`;
  if (index < LEVELS && !isChosen(index)) return readRange(level, path, book);
  readUnused(level, path, book);
  return null;
}

function checkCounts(config: RawConfig, book: NoteBook): void {
  const count = config.levels.length;
  if (count < LEVELS) {
    const message = `Perception needs 12 levels, 0 to 11; there are ${count}.`;
    note(book, 'error', 'riot-missing', 'levels', message, 'Add the missing ones.');
  } else if (count > LEVELS) {
    const message = `Perception plays 12 levels, 0 to 11; the ${count - LEVELS} after them are left out.`;
    note(book, 'warning', 'riot-unused', `levels[${LEVELS}]`, message, 'Delete them.');
  }
  if (config.intros.length === 0) {
    note(book, 'error', 'riot-missing', 'intros', 'There is no intro.', 'Perception needs six.');
  } else if (config.intros.length < INTROS) {
    const message = `Perception's story needs 6 intros (the card of each story is intros[5]); there are ${config.intros.length}, so this file has no playable story and is taken for its media only.`;
    note(
      book,
      'warning',
      'riot-media-only',
      'intros',
      message,
      'Import one of the versions (config-*.json) for the story.',
    );
  } else if (config.intros.length > INTROS) {
    note(
      book,
      'warning',
      'riot-unused',
      `intros[${INTROS}]`,
      'Perception plays six intros; the others are left out.',
      'Delete them.',
    );
  }
  if (config.credits.length > CREDIT) return;
  const message = `Perception ends with credits[2]; there are ${config.credits.length}.`;
  note(book, 'error', 'riot-missing', 'credits', message, 'Add the missing ones.');
}

/** The whole evening: the intros, story one, what lies between, story two, the credits. */
function storyScenes(
  named: Ranges,
  branches: readonly (readonly Branch[])[],
  emotions: RiotPlan['emotions'],
  config: RawConfig,
  creditsIn: number,
): readonly PlannedScene[] {
  const play = (name: string, title: string, from: string, to: string): readonly PlannedScene[] => {
    const range = named[from];
    return range === null || range === undefined ? [] : [{ name, title, range, next: { kind: 'go', to } }];
  };
  const choiceOf = (index: number): PlannedNext => choice(branches[index] ?? [], index, emotions);
  const story = (first: number, number: 1 | 2, after: string): readonly PlannedScene[] => {
    const actor = config.actors?.[number - 1] ?? `Story ${number}`;
    const start = play(`level${first}`, `${actor}, level ${first}`, `level${first}`, `card${number}`);
    const card = play(`card${number}`, `Card before ${actor}'s first choice`, `intro${CARD + 1}`, `level${first + 1}`);
    const lead = play(`level${first + 1}`, `${actor}, level ${first + 1}`, `level${first + 1}`, '');
    const chosen = [2, 3, 4, 5].flatMap((step) =>
      (branches[first + step] ?? []).map((branch) => ({
        name: `level${first + step}_${branch.emotion}`,
        title: `${actor}, level ${first + step}: ${branch.emotion}`,
        range: branch.range,
        // Every branch of a level leads to the same next level; `outcome` was never read.
        next: step < 5 ? choiceOf(first + step + 1) : ({ kind: 'go', to: after } as const),
      })),
    );
    return [...start, ...card, ...lead.map((scene) => ({ ...scene, next: choiceOf(first + 2) })), ...chosen];
  };
  const credits: Range = { inMs: creditsIn, outMs: null };
  return [
    ...play('intro2', 'Intro 2', 'intro2', 'intro3'),
    ...play('intro3', 'Intro 3', 'intro3', 'intro4'),
    ...play('intro4', 'Intro 4', 'intro4', 'level0'),
    ...story(0, 1, 'between'),
    ...play('between', 'Between the stories', `intro${BETWEEN + 1}`, 'level6'),
    ...story(6, 2, 'credits'),
    { name: 'credits', title: 'Credits', range: credits, next: { kind: 'ending' } },
  ];
}

function choice(branches: readonly Branch[], level: number, emotions: RiotPlan['emotions']): PlannedNext {
  const nameOf = (branch: Branch): string => `level${level}_${branch.emotion}`;
  const fallback = defaultBranch(branches);
  if (fallback === undefined) return { kind: 'ending' };
  const inOrder = emotions.flatMap((emotion) => branches.filter((branch) => branch.emotion === emotion));
  return {
    kind: 'mood',
    branches: inOrder.map((branch) => ({ emotion: branch.emotion, to: nameOf(branch) })),
    otherwise: nameOf(fallback),
  };
}

function spareRanges(named: Ranges, branches: readonly (readonly Branch[])[]): RiotPlan['spare'] {
  const levels = Object.entries(named).flatMap(([name, range]) => (range === null ? [] : [{ name, range }]));
  const chosen = branches.flatMap((list, level) =>
    list.map((branch) => ({ name: `level${level}_${branch.emotion}`, range: branch.range })),
  );
  return [...levels, ...chosen];
}

/** What a file without a story can show: its intros, once through. */
function mediaScenes(named: Ranges): readonly PlannedScene[] {
  const names = Object.keys(named).filter((name) => name.startsWith('intro'));
  const shown = names.length > 1 ? names.slice(1) : names;
  return shown.flatMap((name, index) => {
    const range = named[name];
    const to = shown[index + 1];
    if (range === null || range === undefined) return [];
    const next: PlannedNext = to === undefined ? { kind: 'ending' } : { kind: 'go', to };
    return [{ name, title: `Intro ${name.slice(5)}`, range, next }];
  });
}
