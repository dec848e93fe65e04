import { readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { FilmGraph } from '../film/graph-model.ts';

const POSTERS: readonly (readonly [string, string])[] = [
  ['.jpg', 'image/jpeg'],
  ['.png', 'image/png'],
  ['.webp', 'image/webp'],
];
/** A poster is some 10 KB; a larger picture beside a clip is not meant for this. */
const LARGEST_POSTER = 400_000;

/**
 * Pictures for the scenes of a graph: `sea.jpg` (or .png, .webp) beside `sea.webm`. Nothing here decodes video in Node;
 * scenes without such a picture are drawn in their colour.
 */
export async function readPosters(graph: FilmGraph, folder: string): Promise<ReadonlyMap<string, string>> {
  const posters = new Map<string, string>();
  for (const { name, poster } of graph.nodes) {
    if (poster === null) continue;
    const { dir, name: base } = parse(join(folder, poster.file));
    for (const [ending, type] of POSTERS) {
      const bytes = await readFile(join(dir, `${base}${ending}`)).catch(() => null);
      if (bytes === null || bytes.length > LARGEST_POSTER) continue;
      posters.set(name, `data:${type};base64,${bytes.toString('base64')}`);
      break;
    }
  }
  return posters;
}
