import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { CompiledFilm } from '../../film/compiled-film.ts';
import { layoutInput, NODE_HEIGHT, NODE_WIDTH, placedGraph } from '../../film/graph-layout.ts';
import { filmGraph } from '../../film/graph-model.ts';
import type { FilmMap } from '../../protocol/console-messages.ts';

/**
 * ELK takes tens of milliseconds for a small film and seconds for a large one: in a thread of its own, so that main never
 * waits. The thread is given its library's place, since code that is handed over has none.
 */
const LAYOUT = `
const { parentPort, workerData } = require('node:worker_threads');
const Elk = require(workerData.library);
new Elk().layout(workerData.input).then((laid) => parentPort.postMessage(laid));
`;

/** The film's map for the console, which writes no words on its ways. Rejects where the thread fails. */
export async function filmMap(film: CompiledFilm): Promise<FilmMap> {
  const graph = filmGraph(film);
  const placed = placedGraph(graph, await layOut(layoutInput(graph, false)));
  const clips = Object.values(film.scenes).map(({ clip }) => clip);
  return {
    type: 'film',
    title: film.title,
    emotions: [...film.emotions],
    width: placed.width,
    height: placed.height,
    nodes: graph.nodes.map(({ name, title, kind, seconds }) => {
      const { x, y } = placed.nodes.get(name) ?? { x: 0, y: 0 };
      return { name, title, kind, seconds, at: [x + NODE_WIDTH / 2, y + NODE_HEIGHT / 2] };
    }),
    edges: graph.edges.map(({ from, to, emotion, label }, index) => ({
      from,
      to,
      emotion,
      label,
      points: (placed.edges[index]?.points ?? []).map(({ x, y }) => [x, y]),
    })),
    subtitles: [...new Set(clips.flatMap(({ subtitles }) => subtitles.map(({ language }) => language)))].sort(),
    soundTracks: [...new Set(clips.flatMap(({ audio }) => audio.map(({ name }) => name)))].sort(),
  };
}

function layOut(input: ElkNode): Promise<ElkNode> {
  const library = createRequire(import.meta.url).resolve('elkjs/lib/elk.bundled.js');
  return new Promise((resolve, reject) => {
    const worker = new Worker(LAYOUT, { eval: true, workerData: { library, input } });
    worker.once('message', (laid: ElkNode) => {
      resolve(laid);
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the map could not be laid out')));
  });
}
