import { Command } from 'commander';
import { filmPaths, writePaths } from '../film/journeys.ts';
import { openFilm } from './open-film.ts';

/** `mien paths <film>`: the shortest way to every scene and ending, and what cannot be reached. */
export function pathsCommand(): Command {
  return new Command('paths')
    .description(
      'Say the shortest way to every scene and ending: which emotions lead there, and what cannot be reached.',
    )
    .argument('<film>', 'folder of the film, or its film.json')
    .option('--json', 'print one JSON object: {"paths", "unreachable"}')
    .action(async (path: string, options: { readonly json?: true }) => {
      const opened = await openFilm(path, 'paths');
      if (opened === null) return;
      const paths = filmPaths(opened.compiled);
      process.stdout.write(options.json === true ? `${JSON.stringify(paths)}\n` : writePaths(paths));
    });
}
