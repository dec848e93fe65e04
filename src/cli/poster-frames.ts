import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { FilmGraph, GraphNode } from '../film/graph-model.ts';

const POSTERS: readonly (readonly [string, string])[] = [
  ['.jpg', 'image/jpeg'],
  ['.png', 'image/png'],
  ['.webp', 'image/webp'],
];
/** A poster is some 10 KB; a larger picture beside a clip is not meant for this. */
const LARGEST_POSTER = 400_000;
/** Wide enough for a card of 176 units printed at twice its size. */
const FRAME_WIDTH = 352;
/** A frame takes a tenth of a second; a clip that takes so long is broken. */
const LONGEST_MS = 10_000;

type Poster = NonNullable<GraphNode['poster']>;

/**
 * Pictures for the scenes of a graph, as data addresses: `sea.jpg` (or .png, .webp) beside `sea.webm`, else the middle
 * frame of the clip where ffmpeg is installed. Scenes that have neither are drawn in their colour.
 */
export async function readPosters(graph: FilmGraph, folder: string): Promise<ReadonlyMap<string, string>> {
  const posters = new Map<string, string>();
  let hasFfmpeg = true;
  for (const { name, poster } of graph.nodes) {
    if (poster === null) continue;
    const beside = await pictureBeside(join(folder, poster.file));
    if (beside !== null) posters.set(name, beside);
    if (beside !== null || !hasFfmpeg) continue;
    const frame = await frameOf(join(folder, poster.file), poster);
    if (frame.address !== null) posters.set(name, frame.address);
    else if (frame.isMissing) hasFfmpeg = false;
  }
  return posters;
}

async function pictureBeside(clip: string): Promise<string | null> {
  const { dir, name } = parse(clip);
  for (const [ending, type] of POSTERS) {
    const bytes = await readFile(join(dir, `${name}${ending}`)).catch(() => null);
    if (bytes !== null && bytes.length <= LARGEST_POSTER) return `data:${type};base64,${bytes.toString('base64')}`;
  }
  return null;
}

interface Frame {
  readonly address: string | null;
  /** There is no ffmpeg on this machine. */
  readonly isMissing: boolean;
}

/** One frame by ffmpeg. */
function frameOf(file: string, { atMs }: Poster): Promise<Frame> {
  const seek = ['-ss', (atMs / 1000).toFixed(3), '-i', `file:${file}`];
  const still = [
    '-frames:v',
    '1',
    '-vf',
    `scale=${FRAME_WIDTH}:-2`,
    '-c:v',
    'mjpeg',
    '-q:v',
    '5',
    '-f',
    'image2pipe',
    '-',
  ];
  return new Promise((done) => {
    execFile(
      'ffmpeg',
      ['-v', 'error', '-nostdin', ...seek, ...still],
      { encoding: 'buffer', timeout: LONGEST_MS, maxBuffer: LARGEST_POSTER },
      (error, bytes) => {
        const isMissing = error !== null && 'code' in error && error.code === 'ENOENT';
        const address =
          error === null && bytes.length > 0 ? `data:image/jpeg;base64,${bytes.toString('base64')}` : null;
        done({ address, isMissing });
      },
    );
  });
}
