import type { ImportNote, NoteBook } from './import-note.ts';
import { hasErrors, note } from './import-note.ts';
import { planRiot2018 } from './riot-2018.ts';
import { parseRiotConfig } from './riot-config.ts';
import type { Contempt } from './riot-emotions.ts';
import { RIOT_WINDOW_SECONDS, writeRiotFilm, type Version } from './riot-film.ts';
import { mediaPath } from './riot-media.ts';
import { planPerception } from './riot-perception.ts';
import type { RiotPlan } from './riot-plan.ts';
import { nameLike } from '../names.ts';

/** One of RIOT's files as it came. */
export interface RiotSource {
  /** The file's name as the user gave it, for messages. */
  readonly name: string;
  readonly text: string;
}

export interface RiotImport {
  /** Text of the new `film.json`, or null where an error stopped the import. */
  readonly film: string | null;
  /** Everything that was assumed, is suspicious, or stopped it; in the order in which it was met. */
  readonly notes: readonly ImportNote[];
  readonly versions: readonly {
    readonly name: string;
    readonly source: string;
    readonly dialect: RiotPlan['dialect'];
    readonly mediaOnly: boolean;
    readonly scenes: number;
    /** Choices that a session makes where it goes round no circle. */
    readonly choices: number;
  }[];
}

/** A film from RIOT's scene files. Several files are versions of one film, dealt as a shuffled deck, one a session. */
export function importRiot(sources: readonly RiotSource[], options: { readonly contempt: Contempt }): RiotImport {
  const notes: ImportNote[] = [];
  const read: Version[] = [];
  for (const source of sources) {
    const book: NoteBook = { file: source.name, notes: [] };
    const plan = planOf(source, options.contempt, book);
    if (plan !== null) {
      const file = mediaPath(plan.video, 'media.video', book);
      read.push({ name: freeName(source.name, read), source: baseName(source.name), plan, file });
      noteAssumptions(plan, book);
    }
    notes.push(...book.notes);
  }
  noteMixed(read, sources, notes);
  const stories = read.filter((version) => !version.plan.mediaOnly);
  const versions = stories.length > 0 ? stories : read.slice(0, 1);
  const summary = read.map(({ name, source, plan }) => ({
    name,
    source,
    dialect: plan.dialect,
    mediaOnly: plan.mediaOnly,
    scenes: plan.scenes.length,
    choices: choicesOf(plan),
  }));
  if (hasErrors(notes) || versions.length === 0) return { film: null, notes, versions: summary };
  noteTogether(versions, notes);
  return { film: writeRiotFilm(versions, titleOf(versions)), notes, versions: summary };
}

/** Choices on the way that an empty room takes; the same on every way through Perception. */
function choicesOf(plan: RiotPlan): number {
  const byName = new Map(plan.scenes.map((scene) => [scene.name, scene]));
  const seen = new Set<string>();
  let choices = 0;
  for (let scene = byName.get(plan.entry); scene !== undefined && !seen.has(scene.name);) {
    seen.add(scene.name);
    if (scene.next.kind === 'mood') choices += 1;
    scene =
      scene.next.kind === 'ending'
        ? undefined
        : byName.get(scene.next.kind === 'go' ? scene.next.to : scene.next.otherwise);
  }
  return choices;
}

function planOf(source: RiotSource, contempt: Contempt, book: NoteBook): RiotPlan | null {
  const config = parseRiotConfig(source.text, book);
  if (config === null) return null;
  const first = config.levels[0]?.level;
  switch (first) {
    case 1:
      return planRiot2018(config, contempt, book);
    case 0:
      return planPerception(config, contempt, book);
    default: {
      const said = first === undefined ? 'missing' : String(first);
      const message = `levels[0].level tells the dialect, 1 for RIOT 2018 and 0 for Perception 2019; here it is ${said}.`;
      note(book, 'error', 'riot-dialect', 'levels[0].level', message, 'Write 1 or 0.');
      return null;
    }
  }
}

/** What the new film does that the files do not say, or that the player did otherwise. */
function noteAssumptions(plan: RiotPlan, book: NoteBook): void {
  const assume = (code: string, path: string, message: string, hint: string): void =>
    note(book, 'assumed', code, path, message, hint);
  if (plan.audio !== null) {
    const message = `RIOT played the sound of "${plan.audio.slice(0, 80)}" beside the film; Mien plays the sound that is in the film's own file.`;
    assume(
      'riot-sound',
      'media.audio',
      message,
      'Put the sound into the film file, ffmpeg -i film -i sound -map 0:v -map 1:a, or name it under "audio" in film.json.',
    );
  }
  const begins =
    plan.dialect === 'RIOT 2018'
      ? 'RIOT 2018 began when it was launched; here the first intro loops until somebody comes or the start key is pressed, and then plays from its beginning.'
      : 'The player waited for its start key; here a session also begins when a viewer has been steadily there.';
  assume(
    'riot-opening',
    'intros[0]',
    begins,
    'Set "on": {"arrive": "nothing"} on the opening to begin by the key only.',
  );
  assume(
    'riot-leave',
    '',
    'The player did not notice anybody leaving; a session goes on to its end in an empty room.',
    'Delete "on": {"leave": "nothing"} in film.json to return to the opening when everybody has left.',
  );
  if (plan.emotions.length > 0 && !plan.mediaOnly) {
    assume(
      'riot-winner',
      'levels',
      `The player took the strongest emotion, however weak; so confidence and margin are 0, among ${plan.emotions.join(', ')}.`,
      'Raise "reading": {"confidence", "margin"} in film.json for clearer choices.',
    );
    const fallback = plan.emotions.includes('calm') ? 'calm' : 'the first branch of the level';
    assume(
      'riot-default',
      'levels',
      `Where no face was read, the default is ${fallback}.`,
      "Change the last rule of a scene's next.",
    );
  }
  if (plan.readsOneScene && !plan.mediaOnly) {
    const message = `The player forgot what it had read at each choice; so a choice is made on the readings of its own scene, at most the last ${RIOT_WINDOW_SECONDS} s of it.`;
    assume('riot-window', 'levels', message, 'Set "reading": {"window": ...} in film.json.');
  }
  assume(
    'riot-credits',
    'credits',
    'The last credits play on to the end of the file.',
    'Set "out" on their clip to end them earlier.',
  );
}

function noteMixed(read: readonly Version[], sources: readonly RiotSource[], notes: ImportNote[]): void {
  const first = read[0];
  const other = read.find((version) => version.plan.dialect !== first?.plan.dialect);
  if (first === undefined || other === undefined) return;
  const book: NoteBook = {
    file: sources.find((one) => baseName(one.name) === other.source)?.name ?? other.source,
    notes,
  };
  const message = `This file is ${other.plan.dialect}, and ${first.source} is ${first.plan.dialect}: they are no versions of one film.`;
  note(book, 'error', 'riot-mixed', 'levels[0].level', message, 'Import them one at a time.');
}

/** What several files have to say about each other. */
function noteTogether(versions: readonly Version[], notes: ImportNote[]): void {
  const [first, ...others] = versions;
  if (first === undefined || others.length === 0) return;
  for (const other of others) {
    const book: NoteBook = { file: other.source, notes };
    if (other.file !== first.file) {
      const message = `It plays ${other.file}, and ${first.source} plays ${first.file}; both are kept.`;
      note(
        book,
        'warning',
        'riot-two-films',
        'media.video',
        message,
        'Give all versions the same film if they have one.',
      );
    }
    const { inMs, outMs } = first.plan.opening;
    if (other.plan.opening.inMs !== inMs || other.plan.opening.outMs !== outMs) {
      const message = `Its first intro differs from that of ${first.source}, which is the opening of all.`;
      note(book, 'warning', 'riot-two-openings', 'intros[0]', message, 'Put the file whose opening shall loop first.');
    }
    const missing = first.plan.emotions.filter((emotion) => !other.plan.emotions.includes(emotion));
    const more = other.plan.emotions.filter((emotion) => !first.plan.emotions.includes(emotion));
    if (missing.length + more.length > 0) {
      const message = `Its emotions differ from those of ${first.source} (${[...missing, ...more].join(', ')}); all are compared everywhere, and where one without a branch wins, the default plays.`;
      note(
        book,
        'warning',
        'riot-two-sets',
        'levels',
        message,
        'Give the scenes "reading": {"emotions": [...]} of their own.',
      );
    }
  }
  const deck = versions.map((version) => version.source).join(', ');
  const message = `${versions.length} versions (${deck}) are dealt as a shuffled deck, one a session; none comes again until all have been.`;
  note(
    { file: first.source, notes },
    'assumed',
    'riot-deck',
    '',
    message,
    'Change "weight" in the opening of film.json.',
  );
}

function baseName(path: string): string {
  return path.split(/[/\\]/u).at(-1) ?? path;
}

/** `config-badbw.json` is the version `badbw`; a name that is taken gets a number. */
function freeName(path: string, taken: readonly Version[]): string {
  const plain = baseName(path)
    .replace(/\.json$/iu, '')
    .replace(/^config[-_.]/iu, '');
  const name = nameLike(plain).slice(0, 30);
  let free = name;
  for (let number = 2; taken.some((version) => version.name === free); number += 1) free = `${name}_${number}`;
  return free;
}

function titleOf(versions: readonly Version[]): string {
  const dialect = versions[0]?.plan.dialect === 'Perception 2019' ? 'Perception' : 'RIOT';
  return `${dialect} (${versions.map((version) => version.name).join(', ')})`.slice(0, 200);
}
