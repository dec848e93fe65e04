import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { parseTrace } from '../../mood/trace.ts';
import type { Recogniser } from '../../perception/recogniser.ts';
import { EMOTIONS, emotionFromWord } from '../../protocol/emotions.ts';
import { answerPicture, type FacesFlag } from '../evaluation/answers.ts';
import type { Sample } from '../evaluation/samples.ts';
import type { Look } from './fit.ts';

type Note = (line: string) => void;

/** What each network says of each labelled picture; those without a face are told and left out. */
export async function looksAtPictures(
  samples: readonly Sample[],
  networks: readonly Recogniser[],
  faces: FacesFlag,
  note: Note,
): Promise<readonly Look[]> {
  const looks: Look[] = [];
  for (const sample of samples) {
    const answers: (readonly number[])[] = [];
    for (const network of networks) {
      const { scores } = await answerPicture(network, sample, EMOTIONS, faces, note);
      if (scores !== null) answers.push(EMOTIONS.map((emotion) => scores[emotion] ?? 0));
    }
    if (answers.length === networks.length) {
      looks.push({ label: EMOTIONS.indexOf(sample.label), subject: sample.subject, answers });
    } else note(`${sample.name}: no face that can be read, left out`);
  }
  return looks;
}

/** A second of a trace is one look: its moments are too much alike to count each. */
const TRACE_STEP_MS = 1000;

/**
 * The labelled traces of moods below `<folder>/<emotion>/`. A trace holds the film's scores and not each network's, so
 * that it teaches temperature and priors alone: every network is given the same answer.
 */
export async function looksInTraces(folder: string, networks: number, note: Note): Promise<readonly Look[]> {
  const looks: Look[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const label = entry.isDirectory() ? emotionFromWord(entry.name) : undefined;
    if (label === undefined) continue;
    const below = join(folder, entry.name);
    for (const file of (await readdir(below, { recursive: true })).sort()) {
      if (extname(file) !== '.csv') continue;
      const path = join(below, file);
      const parsed = parseTrace(await readFile(path, 'utf8'));
      if (!parsed.ok) {
        const [problem] = parsed.problems;
        note(`${path}: ${problem === undefined ? 'not a trace' : `line ${problem.line}: ${problem.reason}`}, left out`);
        continue;
      }
      let nextMs = -Infinity;
      for (const moment of parsed.trace.moments) {
        if (moment.atMs < nextMs) continue;
        nextMs = moment.atMs + TRACE_STEP_MS;
        for (const { viewer, scores } of moment.faces) {
          if (scores === null) continue;
          const answer = EMOTIONS.map((emotion) => scores[emotion]);
          const answers = Array.from({ length: networks }, () => answer);
          looks.push({ label: EMOTIONS.indexOf(label), subject: `${path} ${viewer}`, answers });
        }
      }
    }
  }
  return looks;
}
