import { stat, writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { manifest } from '../../models/manifest.ts';
import { parseRecogniser } from '../perception/recogniser-name.ts';
import type { Recogniser } from '../perception/recogniser.ts';
import { EMOTIONS, type Emotion } from '../protocol/emotions.ts';
import type { Tuning } from '../protocol/tuning.ts';
import type { FacesFlag } from './evaluation/answers.ts';
import { samplesOfCsv, samplesOfFolder } from './evaluation/samples.ts';
import { facesOrWholeOption, openForFiles, recogniserOption } from './open-recogniser.ts';
import { writeFault } from './write-fault.ts';
import { tuneLooks, type HeldOut, type Tuned } from './tuning/cross-validate.ts';
import { noCorrection, shares, type Look } from './tuning/fit.ts';
import { looksAtPictures, looksInTraces } from './tuning/looks.ts';

interface TuneFlags {
  readonly recogniser: string;
  readonly out: string;
  readonly faces: FacesFlag;
  readonly json?: boolean;
}

interface Share {
  readonly network: string;
  readonly weight: number;
}

function note(line: string): void {
  process.stderr.write(`mien: ${line}\n`);
}

/** The networks to tune together; null where something else than onnx's was asked for. */
function networksOf(recogniser: string): readonly Share[] | null {
  const request = parseRecogniser(recogniser);
  if ('refused' in request || (request.engine !== 'onnx' && request.engine !== 'auto')) return null;
  if (request.engine === 'auto' || request.networks.length === 0) return manifest.default.expression;
  return request.networks.map((network) => ({ network, weight: 1 }));
}

async function openAll(networks: readonly Share[]): Promise<readonly Recogniser[] | null> {
  const opened: Recogniser[] = [];
  for (const { network } of networks) {
    const recogniser = await openForFiles(`onnx:cpu:${network}`);
    if (recogniser === undefined) return null;
    opened.push(recogniser);
  }
  return opened;
}

async function looksOf(target: string, networks: readonly Recogniser[], faces: FacesFlag): Promise<readonly Look[]> {
  const found = await stat(target).catch(() => undefined);
  if (found === undefined) {
    note(`${target}: there is no such file or folder`);
    return [];
  }
  const isFolder = found.isDirectory();
  const samples = isFolder ? await samplesOfFolder(target, note) : await samplesOfCsv(target, undefined, note);
  const pictures = await looksAtPictures(samples, networks, faces, note);
  return isFolder ? [...pictures, ...(await looksInTraces(target, networks.length, note))] : pictures;
}

/** Why there is not enough to learn from, or null. */
function tooFew(looks: readonly Look[]): string | null {
  const people = new Set(looks.map(({ subject }) => subject)).size;
  const emotions = new Set(looks.map(({ label }) => label)).size;
  if (emotions < 2)
    return `faces of ${emotions} emotion${emotions === 1 ? '' : 's'} teach nothing; two or more are needed`;
  if (people < 3)
    return `pictures of ${people} people are too few; three or more are needed, so that some can be left out`;
  return null;
}

const rounded = (value: number): number => Number(value.toPrecision(4));

function tuningOf(networks: readonly Share[], { corrections }: Tuned): Tuning {
  const weights = shares(corrections.weights);
  const priors = Object.fromEntries(
    EMOTIONS.map((emotion, index) => [emotion, rounded(Math.exp(corrections.bias[index] ?? 0))]),
  ) as Record<Emotion, number>;
  return {
    version: 1,
    networks: networks.map(({ network }, index) => ({ network, weight: rounded(weights[index] ?? 0) })),
    temperature: rounded(Math.exp(corrections.heat)),
    priors,
  };
}

function heldOutLine(name: string, { accuracy, balancedAccuracy, loss }: HeldOut): string {
  const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
  return `  ${name.padEnd(8)} accuracy ${percent(accuracy)}, balanced ${percent(balancedAccuracy)}, cross-entropy ${loss.toFixed(3)}\n`;
}

async function tune(target: string, flags: TuneFlags): Promise<boolean> {
  const networks = networksOf(flags.recogniser);
  if (networks === null) {
    note(`${flags.recogniser}: only networks of onnx can be tuned, such as onnx or onnx:mien-expression`);
    return false;
  }
  const fault = await writeFault(flags.out);
  if (fault !== null) {
    note(fault);
    return false;
  }
  const opened = await openAll(networks);
  if (opened === null) return false;
  const looks = await looksOf(target, opened, flags.faces);
  for (const recogniser of opened) await recogniser.close();
  const few = tooFew(looks);
  if (few !== null) {
    note(`${target}: ${few}`);
    return false;
  }
  const tuned = tuneLooks(looks, noCorrection(networks.map(({ weight }) => weight)));
  const tuning = tuningOf(networks, tuned);
  await writeFile(flags.out, `${JSON.stringify(tuning, null, 2)}\n`);
  const people = new Set(looks.map(({ subject }) => subject)).size;
  const { helps, before, after } = tuned;
  if (flags.json === true) {
    process.stdout.write(
      `${JSON.stringify({ out: flags.out, count: looks.length, people, helps, before, after, tuning })}\n`,
    );
    return true;
  }
  process.stdout.write(
    `${looks.length} faces of ${people} people, each read with corrections learnt without them:\n` +
      `${heldOutLine('before', before)}${heldOutLine('after', after)}` +
      (helps
        ? `${flags.out}: name it in film.json ("tuning"), or with --tuning ${flags.out}\n`
        : `${flags.out}: corrects nothing, since no correction read people better who were left out of learning it\n`),
  );
  return true;
}

/** `mien tune <folder>`: a venue's own corrections to the networks. Exit 1 where there is too little to learn from. */
export function tuneCommand(): Command {
  return new Command('tune')
    .description("Learn corrections to the networks from a venue's own labelled pictures or traces.")
    .argument('<folder>', '<folder>/<emotion>/** with pictures or traces of moods (.csv), or a CSV file of FER2013')
    .addOption(new Option('--out <file>', 'where to write what was learnt').default('tuning.json'))
    .addOption(facesOrWholeOption())
    .option('--json', 'print one object: what was learnt, and what it is worth on people left out')
    .addOption(recogniserOption())
    .action(async (target: string, flags: TuneFlags) => {
      if (!(await tune(target, flags))) process.exitCode = 1;
    });
}
