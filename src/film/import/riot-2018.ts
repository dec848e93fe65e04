import { note, type NoteBook } from './import-note.ts';
import type { RawConfig } from './riot-config.ts';
import { defaultBranch, emotionsOf, noteDefault, readBranches, type Branch, type Contempt } from './riot-emotions.ts';
import { trappedScenes, type PlannedNext, type PlannedScene, type RiotPlan } from './riot-plan.ts';
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

/** How long a session in a circle without an exit lasts before it is let out: the original would have gone on for ever. */
const CIRCLE_SECONDS = 1_800;
/** An export of the storyline manager with invented times is far shorter than a film. */
const INVENTED_BELOW_MS = 120_000;

interface LevelTimes {
  readonly range: PlacedRange;
  readonly branches: readonly Branch[];
}

/** The journeys of a RIOT 2018 file, or null where it cannot be played; `book` says why, and what was assumed. */
export function planRiot2018(config: RawConfig, contempt: Contempt, book: NoteBook): RiotPlan | null {
  noteNumbers(config, 1, book);
  const intros = config.intros.map((raw, index) => readRange(raw, `intros[${index}]`, book));
  const levels = config.levels.map((level, index) => {
    const path = `levels[${index}]`;
    return { range: readRange(level, path, book), branches: readBranches(level.branch ?? {}, path, contempt, book) };
  });
  const creditsIn = readTime(config.credits[0]?.start, 'credits[0].start', book);
  config.credits.forEach((credit, index) =>
    readUnused(index === 0 ? { end: credit.end } : credit, `credits[${index}]`, book),
  );
  if (intros.length === 0) {
    note(
      book,
      'error',
      'riot-missing',
      'intros',
      'There is no intro; RIOT did not start without one.',
      'Add one, with its start and end.',
    );
  }
  checkOutcomes(levels, book);
  if (book.notes.some((one) => one.severity === 'error') || creditsIn === null) return null;

  const sure: LevelTimes[] = levels.flatMap(({ range, branches }) => (range === null ? [] : [{ range, branches }]));
  const introRanges = intros.filter((range) => range !== null);
  const ranges = [
    ...introRanges,
    ...listedCredits(config),
    ...sure.flatMap(({ range, branches }) => [range, ...branches.map((one) => one.range)]),
  ];
  noteShared(ranges, book);
  noteOverlaps(ranges, book);
  noteInvented(ranges, book);
  const emotions = emotionsOf(sure.map((level) => level.branches));
  sure.forEach((level, index) => {
    noteDefault(level.branches, emotions, `levels[${index}]`, book);
    if (level.branches.length > 0) return;
    const message = 'The level has no branch, on which the player stopped; it goes on to the credits.';
    note(book, 'warning', 'riot-no-branch', `levels[${index}].branch`, message, 'Add a branch for each emotion.');
  });

  const levelScenes = letOut(
    sure.flatMap((level, index) => scenesOfLevel(level, index, emotions)),
    book,
  );
  const opening = introRanges[0];
  if (opening === undefined) return null;
  const scenes = [
    ...introScenes(introRanges, prologueOf(sure) === null ? 'level1' : 'prologue', book),
    ...prologueScenes(prologueOf(sure), book),
    ...levelScenes,
    { name: 'credits', title: 'Credits', range: { inMs: creditsIn, outMs: null }, next: { kind: 'ending' } } as const,
  ];
  noteHabits(book);
  return {
    dialect: 'RIOT 2018',
    video: config.media.video,
    audio: config.media.audio ?? null,
    actors: config.actors ?? [],
    emotions,
    opening,
    entry: scenes[0]?.name ?? 'level1',
    scenes,
    readsOneScene: false,
    mediaOnly: false,
    spare: [],
  };
}

/** The credits as the file lists them, for the look at overlaps; what plays is the first, to the end of the file. */
function listedCredits(config: RawConfig): readonly PlacedRange[] {
  const quiet: NoteBook = { file: '', notes: [] };
  return config.credits.flatMap((raw, index) => readRange(raw, `credits[${index}]`, quiet) ?? []);
}

function checkOutcomes(levels: readonly { readonly branches: readonly Branch[] }[], book: NoteBook): void {
  for (const { outcome, outcomePath } of levels.flatMap((level) => level.branches)) {
    if (outcome > levels.length) {
      const message = `It leads to level ${outcome}, and the film has ${levels.length}; RIOT's player stopped there.`;
      note(book, 'error', 'riot-outcome', outcomePath, message, `Write 1 to ${levels.length}, or 0 for the credits.`);
    } else if (outcome < 0) {
      const message = `An outcome of ${outcome} leads to the credits, as 0 does.`;
      note(book, 'warning', 'riot-outcome', outcomePath, message, 'Write 0 if it is meant.');
    }
  }
}

/** RIOT sought to the first intro and let the film run to the end of the last one, gaps between them and all. */
function introScenes(intros: readonly PlacedRange[], to: string, book: NoteBook): readonly PlannedScene[] {
  const first = intros[0];
  const last = intros.at(-1);
  if (first === undefined || last === undefined) return [];
  const forward = intros.every((range, index) => index === 0 || range.inMs >= (intros[index - 1]?.outMs ?? 0));
  if (forward) {
    if (intros.length > 1) {
      const message = `The ${intros.length} intros play straight through as one clip, with what lies between them, as RIOT did.`;
      note(book, 'assumed', 'riot-intros', 'intros', message, 'Nothing, if it is meant.');
    }
    return [
      { name: 'intros', title: 'Intros', range: { inMs: first.inMs, outMs: last.outMs }, next: { kind: 'go', to } },
    ];
  }
  const message =
    'The intros do not follow each other in the film; they play one after another in the order of the list.';
  note(book, 'warning', 'riot-intros', 'intros', message, 'Put them in the order of their times.');
  return intros.map((range, index) => ({
    name: `intro${index + 1}`,
    title: `Intro ${index + 1}`,
    range,
    next: { kind: 'go', to: index + 1 < intros.length ? `intro${index + 2}` : to },
  }));
}

function prologueOf(levels: readonly LevelTimes[]): Range | null {
  const inMs = levels[0]?.range.inMs ?? 0;
  return inMs > 0 ? { inMs: 0, outMs: inMs } : null;
}

function prologueScenes(range: Range | null, book: NoteBook): readonly PlannedScene[] {
  if (range === null) return [];
  const message = 'What lies before the first level plays as a prologue, though the file does not list it, as in RIOT.';
  note(
    book,
    'assumed',
    'riot-prologue',
    'levels[0].start',
    message,
    'Delete the scene "prologue" to go straight to level 1.',
  );
  return [{ name: 'prologue', title: 'Prologue', range, next: { kind: 'go', to: 'level1' } }];
}

function scenesOfLevel(level: LevelTimes, index: number, emotions: RiotPlan['emotions']): readonly PlannedScene[] {
  const number = index + 1;
  const nameOf = (branch: Branch): string => `level${number}_${branch.emotion}`;
  const fallback = defaultBranch(level.branches);
  const inOrder = emotions.flatMap((emotion) => level.branches.filter((branch) => branch.emotion === emotion));
  const next: PlannedNext =
    fallback === undefined
      ? { kind: 'go', to: 'credits' }
      : {
          kind: 'mood',
          branches: inOrder.map((branch) => ({ emotion: branch.emotion, to: nameOf(branch) })),
          otherwise: nameOf(fallback),
        };
  return [
    { name: `level${number}`, title: `Level ${number}`, range: level.range, next },
    ...level.branches.map((branch) => ({
      name: nameOf(branch),
      title: `Level ${number}: ${branch.emotion}`,
      range: branch.range,
      next: { kind: 'go', to: branch.outcome > 0 ? `level${branch.outcome}` : 'credits' } as const,
    })),
  ];
}

/** Gives every circle that has no exit a way to the credits after half an hour. */
function letOut(scenes: readonly PlannedScene[], book: NoteBook): readonly PlannedScene[] {
  const credits: PlannedScene = {
    name: 'credits',
    title: '',
    range: { inMs: 0, outMs: null },
    next: { kind: 'ending' },
  };
  const trapped = trappedScenes([...scenes, credits]);
  if (trapped.size === 0) return scenes;
  const names = [...trapped].filter((name) => name.includes('_')).join(', ');
  const message = `No outcome leads from ${names} to the credits: RIOT went round for ever. A session goes to the credits once it has lasted ${CIRCLE_SECONDS / 60} minutes.`;
  note(
    book,
    'warning',
    'riot-endless',
    'levels',
    message,
    'Give one of these branches the outcome 0, or change the seconds in film.json.',
  );
  return scenes.map((scene) =>
    trapped.has(scene.name) && scene.next.kind === 'go'
      ? { ...scene, wayOut: { afterSeconds: CIRCLE_SECONDS, to: 'credits' } }
      : scene,
  );
}

function noteInvented(ranges: readonly PlacedRange[], book: NoteBook): void {
  const last = Math.max(0, ...ranges.map((range) => range.outMs));
  if (last >= INVENTED_BELOW_MS) return;
  const message = `The whole film would be ${Math.ceil(last / 1000)} s long: this looks like an export of the storyline manager with invented times. Its milliseconds came from frames.`;
  note(book, 'warning', 'riot-invented-times', '', message, 'Put in the real times once the film is cut.');
}

function noteHabits(book: NoteBook): void {
  const message =
    "RIOT 2018 looked at its latest picture when a level ended; Mien takes the mood of the film's window before the cut.";
  note(book, 'assumed', 'riot-window', 'levels', message, 'Set "reading": {"window": ...} in film.json.');
}
