import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import type { CompiledFilm } from '../film/compiled-film.ts';
import { filmConfig } from '../film/film-machine.ts';
import { filmGraph } from '../film/graph-model.ts';
import { layoutInput, placedGraph } from '../film/graph-layout.ts';
import { graphSvg } from '../film/graph-svg.ts';
import { graphDot, graphMermaid } from '../film/graph-text.ts';
import { openFilm } from './open-film.ts';
import { readPosters } from './poster-frames.ts';

const FORMATS = ['svg', 'mermaid', 'dot', 'xstate'] as const;

interface Options {
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
}

/** `mien graph <film>`: the film as a picture, or as its machine. */
export function graphCommand(): Command {
  return new Command('graph')
    .description(
      "Draw a film: its scenes, and the ways between them coloured by emotion; or print its machine's config.",
    )
    .argument('<film>', 'folder of the film, or its film.json')
    .addOption(new Option('--format <format>', 'how').choices(FORMATS).default('svg'))
    .option('-o, --output <file>', 'write it there instead of printing it')
    .action(async (path: string, options: Options) => {
      const opened = await openFilm(path, 'graph');
      if (opened === null) return;
      const text = await drawn(opened.compiled, opened.folder, options.format);
      if (options.output === undefined) process.stdout.write(text);
      else await write(options.output, text);
    });
}

async function drawn(film: CompiledFilm, folder: string, format: Options['format']): Promise<string> {
  const graph = filmGraph(film);
  switch (format) {
    case 'svg': {
      const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
      const laid = await new Elk().layout(layoutInput(graph));
      return graphSvg(graph, placedGraph(graph, laid), await readPosters(graph, folder));
    }
    case 'mermaid':
      return graphMermaid(graph);
    case 'dot':
      return graphDot(graph);
    case 'xstate':
      return `${JSON.stringify(filmConfig(film), null, 2)}\n`;
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    process.stderr.write(`mien graph: ${file} cannot be written (${code}).\n`);
    process.exitCode = 1;
  }
}
