import { basename } from 'node:path';
import { writeProblem } from '../../film/problems.ts';
import type { Staging } from '../../protocol/console-messages.ts';
import { loadFilm } from '../film-files.ts';
import type { FilmInPlay, PlayableFilm } from '../film-in-play.ts';
import { clearShelf, filmsOf, stageFilm, unstage } from './film-shelf.ts';
import { rehearsalLines, rehearse } from './rehearse.ts';

export interface FilmChangeOptions {
  readonly playing: Pick<FilmInPlay, 'playable' | 'isInSession' | 'swap'>;
  /** Name of what plays first. */
  readonly name: string;
  /** What played before it, as an earlier show left it. */
  readonly before: Shelved | null;
  /** Folders whose films can be chosen. */
  readonly shelves: readonly string[];
  /** Where versions are staged. */
  readonly staged: string;
  readonly onChange: () => void;
  /** A film has taken the stage. */
  readonly onSwapped: (film: PlayableFilm, name: string, before: Shelved) => void;
  readonly tell: (line: string) => void;
}

/** A version of a film that can be brought back, and where it lies. */
export interface Shelved {
  readonly folder: string;
  readonly name: string;
}

interface Named {
  readonly film: PlayableFilm;
  readonly name: string;
}

const AS_BEFORE: readonly string[] = ['as it was before'];

function shelved(version: Named | Shelved): Shelved {
  return 'film' in version ? { folder: version.film.folder, name: version.name } : version;
}

/** Longest list of problems that is shown; the command `check` prints all. */
const MOST_LINES = 12;

/** Another version of a film: staged, checked, rehearsed, swapped in between two sessions, and rolled back. */
export class FilmChange {
  readonly #options: FilmChangeOptions;
  #films: ReadonlyMap<string, string> = new Map();
  #playing: string;
  #before: Named | Shelved | null;
  #coming: Named | null = null;
  #step: Staging['step'] = 'none';
  #wanted: string | null = null;
  #lines: readonly string[] = [];
  #isSwapping = false;

  constructor(options: FilmChangeOptions) {
    this.#options = options;
    this.#playing = options.name;
    this.#before = options.before;
  }

  get now(): Staging {
    return {
      type: 'staging',
      films: [...this.#films.keys()],
      playing: this.#playing,
      before: this.#before?.name ?? null,
      step: this.#step,
      coming: this.#wanted,
      lines: this.#lines,
    };
  }

  /** Looks for films again. */
  async look(): Promise<void> {
    this.#films = await filmsOf(this.#options.shelves);
    this.#options.onChange();
  }

  get isBusy(): boolean {
    return this.#isSwapping || this.#step === 'copying' || this.#step === 'checking' || this.#step === 'rehearsing';
  }

  /** Prepares a film and lets it wait for the end of the session. Resolves when it waits or was refused. */
  async choose(name: string): Promise<void> {
    await this.look();
    const from = this.#films.get(name);
    if (from === undefined) {
      this.#refuse(name, [`there is no film "${name}"`]);
      return;
    }
    // What waited for the end of the session is replaced.
    this.#coming = null;
    try {
      this.#go('copying', name);
      const { staged, playing } = this.#options;
      await clearShelf(staged, [playing.playable.folder, this.#before === null ? '' : shelved(this.#before).folder]);
      const folder = await stageFilm(from, staged, name);
      const { film, lines } = await this.#examine(folder, name);
      if (film === null) this.#refuse(name, lines);
      else this.#wait({ film, name }, lines);
    } catch (error) {
      this.#refuse(name, [error instanceof Error ? error.message : String(error)]);
    }
  }

  /** Checks and rehearses what was staged; what is refused is not left there: it may be gigabytes, on a disk that is full. */
  async #examine(
    folder: string,
    name: string,
  ): Promise<{ readonly film: PlayableFilm | null; readonly lines: readonly string[] }> {
    let film: PlayableFilm | null = null;
    try {
      this.#go('checking', name);
      const loaded = await loadFilm(folder);
      const problems = loaded.problems.map(writeProblem);
      if (!loaded.ok) return { film, lines: problems };
      this.#go('rehearsing', name, problems);
      const { refused, lines } = rehearsalLines(await rehearse(loaded.compiled));
      if (refused) return { film, lines };
      film = loaded;
      return { film, lines: [...lines, ...problems] };
    } finally {
      if (film === null) await unstage(folder);
    }
  }

  /** Brings back what played before, as soon as no session runs. @returns whether there is such a film. */
  rollBack(): boolean {
    const before = this.#before;
    if (before === null) return false;
    if ('film' in before) this.#wait(before, AS_BEFORE);
    else void this.#bringBack(before);
    return true;
  }

  /** Of what an earlier show played only the place is known. */
  async #bringBack({ folder, name }: Shelved): Promise<void> {
    this.#coming = null;
    this.#go('checking', name);
    try {
      const loaded = await loadFilm(folder);
      if (loaded.ok) this.#wait({ film: loaded, name }, AS_BEFORE);
      else this.#refuse(name, loaded.problems.map(writeProblem));
    } catch (error) {
      this.#refuse(name, [error instanceof Error ? error.message : String(error)]);
    }
  }

  /** Call it whenever a session may have ended. A session that begins meanwhile is not cut off: the film waits on. */
  async swapIfIdle(): Promise<void> {
    while (this.#coming !== null && !this.#isSwapping && !this.#options.playing.isInSession) {
      await this.#swap(this.#coming);
    }
  }

  async #swap(coming: Named): Promise<void> {
    const { playing, onSwapped, tell } = this.#options;
    this.#isSwapping = true;
    const before: Named = { film: playing.playable, name: this.#playing };
    try {
      if (!(await playing.swap(coming.film))) return;
      this.#coming = null;
      this.#before = before;
      this.#playing = coming.name;
      tell(`the film "${coming.name}" has taken the stage (${basename(coming.film.folder)})`);
      this.#go('none', null, this.#lines);
      onSwapped(coming.film, coming.name, shelved(before));
    } catch (error) {
      this.#refuse(coming.name, [error instanceof Error ? error.message : String(error)]);
    } finally {
      this.#isSwapping = false;
    }
  }

  #wait(coming: Named, lines: readonly string[]): void {
    this.#coming = coming;
    this.#go('waiting', coming.name, lines);
    void this.swapIfIdle();
  }

  #refuse(name: string, lines: readonly string[]): void {
    this.#coming = null;
    this.#options.tell(`the film "${name}" was refused: ${lines[0] ?? ''}`);
    this.#go('refused', name, lines);
  }

  #go(step: Staging['step'], wanted: string | null, lines: readonly string[] = []): void {
    this.#step = step;
    this.#wanted = wanted;
    this.#lines = lines.slice(0, MOST_LINES);
    this.#options.onChange();
  }
}
