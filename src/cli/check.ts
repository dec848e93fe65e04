import { Command } from 'commander';
import { type LoadedFilm, loadFilm } from '../main/film-files.ts';
import { type Problem, hasErrors, writeProblem } from '../film/problems.ts';

interface Options {
  readonly json?: true;
  readonly strict?: true;
  readonly media: boolean;
}

/** What `mien check --json` prints, as one object. */
interface CheckReport {
  readonly ok: boolean;
  readonly problems: readonly Problem[];
  readonly scenes: number;
  readonly endings: number;
}

/** `mien check <film>`: everything that is wrong in a film, in one run. */
export function checkCommand(): Command {
  return new Command('check')
    .description('Say everything that is wrong or doubtful in a film, with the place, the reason and how to mend it.')
    .argument('<film>', 'folder of the film, or its film.json')
    .option('--json', 'print one JSON object: {"ok", "problems", "scenes", "endings"}')
    .option('--strict', 'count warnings as errors')
    .option('--no-media', 'do not open the media files')
    .action(async (film: string, options: Options) => {
      const loaded = await loadFilm(film, { media: options.media, loudness: true });
      const report = reportOf(loaded, options.strict === true);
      process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : written(report));
      process.exitCode = report.ok ? 0 : 1;
    });
}

function reportOf(loaded: LoadedFilm, isStrict: boolean): CheckReport {
  const problems = isStrict
    ? loaded.problems.map((problem): Problem => ({ ...problem, severity: 'error' }))
    : loaded.problems;
  return { ok: !hasErrors(problems), problems, scenes: loaded.scenes, endings: loaded.endings };
}

function written({ ok, problems, scenes, endings }: CheckReport): string {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;
  const found =
    problems.length === 0 ? 'clean' : `${count(errors, 'error')}, ${count(problems.length - errors, 'warning')}`;
  const film = `${count(scenes, 'scene')}, ${count(endings, 'ending')}`;
  return `${problems.map((problem) => `${writeProblem(problem)}\n`).join('')}${ok ? '' : 'refused: '}${found} (${film})\n`;
}
