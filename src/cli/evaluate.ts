import { stat, writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Recogniser } from '../perception/recogniser.ts';
import type { Emotion } from '../protocol/emotions.ts';
import { EMOTIONS, emotionFromWord } from '../protocol/emotions.ts';
import { answerPicture, answerSequence } from './evaluation/answers.ts';
import type { FacesFlag } from './evaluation/answers.ts';
import { printCard } from './evaluation/print-card.ts';
import { reportPage } from './evaluation/report.ts';
import type { Sample } from './evaluation/samples.ts';
import { samplesOfCsv, samplesOfFolder, sequencesOf } from './evaluation/samples.ts';
import type { Answer, ScoreCard } from './evaluation/score-card.ts';
import { scoreCard } from './evaluation/score-card.ts';
import type { Tuning } from '../protocol/tuning.ts';
import { filmOption, readingOfFilm } from './film-reading.ts';
import { tuningOption } from './tuning/read-tuning.ts';
import { writeFault } from './write-fault.ts';
import { checkedName, facesOrWholeOption, openForFiles } from './open-recogniser.ts';

interface EvaluateFlags {
  readonly emotions?: readonly Emotion[];
  readonly recogniser: readonly string[];
  readonly labels?: string;
  readonly tuning?: Tuning;
  readonly film?: string;
  readonly json?: boolean;
  readonly report?: string;
  readonly faces: FacesFlag;
  readonly sequences?: boolean;
  readonly usage?: string;
}

/** One recogniser's figures and answers. */
export interface Evaluated {
  readonly recogniser: string;
  readonly emotions: readonly Emotion[];
  readonly card: ScoreCard;
  readonly answers: readonly Answer[];
}

function note(line: string): void {
  process.stderr.write(`mien: ${line}\n`);
}

/** `anger,fear,calm` as emotions, in the order given. */
function emotionList(text: string): readonly Emotion[] {
  const found = text.split(',').map((word) => {
    const emotion = emotionFromWord(word);
    if (emotion === undefined)
      throw new InvalidArgumentError(`"${word}" is no emotion; there are ${EMOTIONS.join(', ')}`);
    return emotion;
  });
  if (new Set(found).size < 2) throw new InvalidArgumentError('a choice needs two emotions or more');
  return [...new Set(found)];
}

function nameList(text: string): readonly string[] {
  return text.split(',').map((name) => checkedName(name.trim()));
}

async function answersOf(
  recogniser: Recogniser,
  samples: readonly Sample[],
  emotions: readonly Emotion[],
  flags: EvaluateFlags,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  if (flags.sequences === true) {
    for (const sequence of sequencesOf(samples)) {
      const answer = await answerSequence(recogniser, sequence, emotions, flags.faces, note);
      if (answer !== null) answers.push(answer);
    }
  } else {
    for (const sample of samples) answers.push(await answerPicture(recogniser, sample, emotions, flags.faces, note));
  }
  return answers;
}

async function samplesOf(target: string, flags: EvaluateFlags): Promise<readonly Sample[] | null> {
  const found = await stat(target).catch(() => undefined);
  if (found === undefined) {
    note(`${target}: there is no such file or folder`);
    return null;
  }
  const all = found.isDirectory() ? await samplesOfFolder(target, note) : await samplesOfCsv(target, flags.usage, note);
  if (all.length > 0) return all;
  note(`${target}: no labelled pictures; expected <folder>/<emotion>/... or a CSV file "emotion,pixels,Usage"`);
  return null;
}

async function evaluate(target: string, flags: EvaluateFlags): Promise<readonly Evaluated[] | null> {
  const film = await readingOfFilm(flags.film);
  if (film === null) return null;
  const all = await samplesOf(target, flags);
  if (all === null) return null;
  const labels = EMOTIONS.filter((emotion) => all.some((sample) => sample.label === emotion));
  // The choice is between what the set holds; a set of one emotion is a choice between all.
  const emotions = flags.emotions ?? film.emotions ?? (labels.length > 1 ? labels : EMOTIONS);
  const samples = all.filter((sample) => emotions.includes(sample.label));
  if (samples.length === 0) {
    note(`${target}: nothing is labelled ${emotions.join(', ')}; there are ${labels.join(', ')}`);
    return null;
  }
  const evaluated: Evaluated[] = [];
  for (const name of flags.recogniser) {
    const recogniser = await openForFiles(name, {
      labels: flags.labels ?? film.labels,
      tuning: flags.tuning ?? film.tuning,
    });
    if (recogniser === undefined) return null;
    const answers = await answersOf(recogniser, samples, emotions, flags);
    await recogniser.close();
    evaluated.push({ recogniser: recogniser.name, emotions, card: scoreCard(answers, emotions), answers });
  }
  return evaluated;
}

/** `mien evaluate <folder>`: how well recognisers read labelled faces. */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('Measure how well faces are read, on labelled pictures, sequences or a CSV file of FER2013.')
    .argument('<folder>', '<folder>/<emotion>/** with pictures or folders of frames, or a CSV file')
    .addOption(
      new Option(
        '--emotions <list>',
        'the choice to score, such as anger,fear,calm; else those of --film, else the labels of the folder',
      ).argParser(emotionList),
    )
    .addOption(
      new Option('--recogniser <names>', 'one or several, separated by commas, side by side')
        .default(['auto'])
        .argParser(nameList),
    )
    .option('--labels <file>', "label map of an EmoPy network, where it does not lie beside the network's file")
    .addOption(tuningOption())
    .addOption(filmOption())
    .addOption(facesOrWholeOption())
    .option('--sequences', 'score the mood at the end of each folder of frames, as a film would take it')
    .option('--usage <part>', 'of a CSV file only the rows with this Usage, such as PrivateTest')
    .option('--json', 'print an array, one object a recogniser')
    .option('--report <file.html>', 'write a page with the matrix and the worst mistakes')
    .action(async (target: string, flags: EvaluateFlags) => {
      // Before the minutes of reading, not after them.
      const fault = flags.report === undefined ? null : await writeFault(flags.report);
      if (fault !== null) note(fault);
      const evaluated = fault === null ? await evaluate(target, flags) : null;
      if (evaluated === null) {
        process.exitCode = 1;
        return;
      }
      if (flags.report !== undefined) await writeFile(flags.report, await reportPage(evaluated));
      if (flags.json === true) {
        const data = evaluated.map(({ recogniser, emotions, card }) => ({ recogniser, emotions, ...card }));
        process.stdout.write(`${JSON.stringify(data)}\n`);
      } else for (const one of evaluated) process.stdout.write(printCard(one.recogniser, one.emotions, one.card));
    });
}
