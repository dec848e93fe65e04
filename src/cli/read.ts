import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Recogniser } from '../perception/recogniser.ts';
import { EMOTIONS, scoresFrom } from '../protocol/emotions.ts';
import type { Face } from '../protocol/reading.ts';
import type { Tuning } from '../protocol/tuning.ts';
import { filmOption, readingOfFilm } from './film-reading.ts';
import { tuningOption } from './tuning/read-tuning.ts';
import { facesOption, openForFiles, recogniserOption } from './open-recogniser.ts';
import { boxInFile, picturesBelow, readPicture } from './picture-files.ts';

interface ReadFlags {
  readonly camera?: string | true;
  readonly json?: boolean;
  readonly recogniser: string;
  readonly labels?: string;
  readonly tuning?: Tuning;
  readonly film?: string;
  readonly faces: string;
}

/** One face as a line for a person: where it is and what it shows, strongest first. */
function describeFace(face: Face, scale: number): string {
  const [x, y, width, height] = boxInFile(face.box, scale).map(Math.round);
  const place = `${width ?? 0}x${height ?? 0} at ${x ?? 0},${y ?? 0}`;
  const { scores } = face;
  if (scores === null) return `  ${place}  not legible`;
  const shown = EMOTIONS.map((emotion) => ({ emotion, score: scores[emotion] }))
    .sort((a, b) => b.score - a.score)
    .filter(({ score }, rank) => rank === 0 || score >= 0.05)
    .map(({ emotion, score }) => `${emotion} ${(score * 100).toFixed(0)} %`);
  return `  ${place}  ${shown.join(', ')}  (quality ${face.quality.toFixed(2)})`;
}

/** One face for `--json`. A face that is not legible says so, and its scores are all alike. */
function describeAsData(face: Face, scale: number): unknown {
  const box = boxInFile(face.box, scale);
  const quality = Math.round(face.quality * 100) / 100;
  if (face.scores === null) return { box, emotions: scoresFrom([]), quality, legible: false };
  return { box, emotions: face.scores, quality };
}

/** Reads one file and prints it. @returns whether it could be read. */
async function readOne(path: string, recogniser: Recogniser, flags: ReadFlags): Promise<boolean> {
  const picture = await readPicture(path);
  if ('refused' in picture) {
    process.stderr.write(`mien: ${path}: ${picture.refused}\n`);
    return false;
  }
  const { frame, scale } = picture;
  const reading = await recogniser.read(frame, { search: flags.faces === 'whole' ? 'whole' : 'thorough' });
  if (flags.json === true) {
    const faces = reading.faces.map((face) => describeAsData(face, scale));
    process.stdout.write(`${JSON.stringify({ file: path, faces })}\n`);
  } else {
    const count = reading.faces.length;
    process.stdout.write(`${path}: ${count === 0 ? 'no face' : count === 1 ? '1 face' : `${count} faces`}\n`);
    for (const face of reading.faces) process.stdout.write(`${describeFace(face, scale)}\n`);
  }
  return true;
}

async function read(target: string, flags: ReadFlags): Promise<boolean> {
  const found = await stat(target).catch(() => undefined);
  if (found === undefined) {
    process.stderr.write(`mien: ${target}: there is no such file or folder\n`);
    return false;
  }
  const files = found.isDirectory() ? await picturesBelow(target) : [target];
  if (files.length === 0) {
    process.stderr.write(`mien: ${target}: no pictures in it\n`);
    return false;
  }
  const film = await readingOfFilm(flags.film);
  if (film === null) return false;
  const recogniser = await openForFiles(flags.recogniser, {
    labels: flags.labels ?? film.labels,
    tuning: flags.tuning ?? film.tuning,
  });
  if (recogniser === undefined) return false;
  let isWhole = true;
  for (const file of files) isWhole = (await readOne(file, recogniser, flags)) && isWhole;
  await recogniser.close();
  return isWhole;
}

async function readAsked(target: string | undefined, flags: ReadFlags, command: Command): Promise<boolean> {
  const { camera } = flags;
  if (camera === undefined) {
    if (target === undefined) command.error("error: missing required argument 'image or folder', or --camera");
    return read(target, flags);
  }
  if (target !== undefined) command.error('error: either pictures or a camera are read, not both');
  const { readCamera } = await import('./read-camera.ts');
  const film = await readingOfFilm(flags.film);
  if (film === null) return false;
  const { recogniser, json } = flags;
  // A path is the perception process's, which may run elsewhere.
  const labels = flags.labels === undefined ? film.labels : resolve(flags.labels);
  return readCamera({ camera, recogniser, tuning: flags.tuning ?? film.tuning, labels, json });
}

/** `mien read <image or folder>`: the faces of pictures and their scores. Exit 1 where a picture could not be read. */
export function readCommand(): Command {
  return new Command('read')
    .description('Find the faces in pictures, or before a camera, and print what they show.')
    .argument('[image or folder]', 'a picture, or a folder whose pictures are all read')
    .option('--camera [camera]', 'read a camera live (by name, a recording, or whichever there is) until Ctrl-C')
    .option('--json', 'print one object a line: {"file","faces":[{"box":[x,y,width,height],"emotions":{...}}]}')
    .addOption(recogniserOption())
    .option('--labels <file>', "label map of an EmoPy network, where it does not lie beside the network's file")
    .addOption(tuningOption())
    .addOption(filmOption())
    .addOption(facesOption())
    .action(async (target: string | undefined, flags: ReadFlags, command: Command) => {
      if (!(await readAsked(target, flags, command))) process.exitCode = 1;
    });
}
