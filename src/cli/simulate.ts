import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { EMOTIONS, emotionFromWord, type Emotion } from '../protocol/emotions.ts';
import { parseTrace } from '../mood/trace.ts';
import type { CompiledFilm } from '../film/compiled-film.ts';
import type { Value } from '../film/conditions.ts';
import { chance } from '../film/seeded.ts';
import { setVariables } from '../film/set-variables.ts';
import { constantMood, traceFeed } from '../film/simulate-mood.ts';
import { parseTemperament, usualTemperament } from '../film/simulate-temperament.ts';
import { simulateVisit, type Feed } from '../film/simulate-visit.ts';
import { simulatedVisitor } from '../film/simulate-visitor.ts';
import { simulateVisitors } from '../film/simulate-visitors.ts';
import { journeyJson, writeJourney, writeVisitors } from '../film/write-simulation.ts';
import { openFilm } from './open-film.ts';

interface Options {
  readonly mood?: Emotion;
  readonly trace?: string;
  readonly visitors?: number;
  readonly seed: number;
  readonly temperament?: string;
  readonly from?: string;
  readonly set: readonly string[];
  readonly start?: number;
  readonly reasons?: true;
  readonly json?: true;
}

/** What every way of simulating shares. */
interface Common {
  readonly seed: number;
  readonly startKeyMs: number | null;
  readonly from?: string;
  readonly variables?: Readonly<Record<string, Value>>;
}

/** Most visitors of one run: a year of a busy gallery. */
const MOST_VISITORS = 1_000_000;

/** `mien simulate <film>`: journeys in simulated time, by the very machine that plays. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('Play a film in simulated time: one visitor of a mood or a trace, or many.')
    .argument('<film>', 'folder of the film, or its film.json')
    .option('--mood <emotion>', 'one visitor whose face always shows this', readEmotion)
    .option('--trace <file>', 'the visitors of a recorded trace (CSV); with --visitors a folder of traces to draw from')
    .option('--visitors <number>', 'so many visitors, one after another', readVisitors)
    .option('--seed <number>', 'seeds chance: the same seed gives the same output', readSeed, 1)
    .option(
      '--temperament <words>',
      'how visitors are: anger=2,calm=1,strength=0.7,steady=12,noise=0.4,leaving=0,rate=1',
    )
    .option('--from <scene>', 'begin at this scene')
    .addOption(
      new Option('--set <variable=value>', 'with --from: a variable to begin with; may be repeated')
        .argParser(collect)
        .default([], "the film's own values"),
    )
    .option('--start <seconds>', 'press the start key at this time', readSeconds)
    .option('--reasons', 'with --json: tell each decision whole, as explain reads it')
    .option('--json', 'print one JSON object')
    .addHelpText('after', HELP)
    .action(run);
}

const HELP = `
One visitor without --mood or --trace is a simulated one. Temperament: a weight for each mood that visitors have (those
of the film, equal, where none is named); strength, how much of a face shows it (0 to 1); steady, seconds that a mood
lasts on the average; noise, deviation of the logarithm of a score from reading to reading; leaving, walk-aways a
minute; rate, readings a second.`;

async function run(path: string, options: Options): Promise<void> {
  const wrong = wrongUsage(options);
  if (wrong !== null) {
    refuse(wrong, 2);
    return;
  }
  const opened = await openFilm(path, 'simulate');
  if (opened === null) return;
  const film = opened.compiled;
  if (options.from !== undefined && film.scenes[options.from] === undefined) {
    refuse(`there is no scene "${options.from}"; the film has ${Object.keys(film.scenes).slice(0, 12).join(', ')}`, 2);
    return;
  }
  const set = setVariables(film, options.set);
  if ('fault' in set) {
    refuse(set.fault, 2);
    return;
  }
  const common: Common = {
    seed: options.seed,
    startKeyMs: options.start === undefined ? null : options.start * 1000,
    ...(options.from === undefined ? {} : { from: options.from, variables: set.variables }),
  };
  if (options.visitors === undefined) return simulateOne(film, options, common);
  return simulateMany(film, options, options.visitors, common);
}

function wrongUsage({ mood, trace, visitors, temperament, from, set }: Options): string | null {
  if (mood !== undefined && trace !== undefined) return '--mood and --trace cannot go together';
  if (mood !== undefined && visitors !== undefined) return '--mood is one visitor; leave --visitors out';
  if (temperament !== undefined && (mood ?? trace) !== undefined) return '--temperament is for simulated visitors only';
  if (set.length > 0 && from === undefined)
    return '--set goes with --from: a session that starts anew has its own values';
  return null;
}

async function simulateOne(film: CompiledFilm, options: Options, common: Common): Promise<void> {
  const feed = await feedOfOne(film, options);
  if ('fault' in feed) {
    refuse(feed.fault, feed.status);
    return;
  }
  const { journey } = simulateVisit(film, { ...common, feed });
  const text =
    options.json === true
      ? `${JSON.stringify(journeyJson(journey, options.reasons === true))}\n`
      : writeJourney(journey);
  process.stdout.write(text);
}

type Fault = { readonly fault: string; readonly status: 1 | 2 };

async function feedOfOne(film: CompiledFilm, options: Options): Promise<Feed | Fault> {
  if (options.mood !== undefined) return constantMood(options.mood);
  if (options.trace !== undefined) return readTrace(options.trace);
  const temperament = parseTemperament(options.temperament ?? '', usualTemperament(film.emotions));
  return 'fault' in temperament
    ? { fault: temperament.fault, status: 2 }
    : simulatedVisitor(temperament, options.seed, 0);
}

async function simulateMany(film: CompiledFilm, options: Options, visitors: number, common: Common): Promise<void> {
  const temperament = parseTemperament(options.temperament ?? '', usualTemperament(film.emotions));
  if ('fault' in temperament) {
    refuse(temperament.fault, 2);
    return;
  }
  const traces = options.trace === undefined ? null : await readTraces(options.trace);
  if (traces !== null && 'fault' in traces) {
    refuse(traces.fault, traces.status);
    return;
  }
  const feedOf = (visitor: number): Feed => {
    const drawn = traces?.feeds[Math.floor(chance(options.seed, 'trace', visitor) * traces.feeds.length)];
    return drawn ?? simulatedVisitor(temperament, options.seed, visitor);
  };
  const summary = simulateVisitors(film, { ...common, visitors, feedOf });
  const how = traces === null ? temperament : `drawn from ${traces.feeds.length} traces`;
  const said = typeof how === 'string' ? { traces: traces?.feeds.length ?? 0 } : { temperament: how };
  const text =
    options.json === true
      ? `${JSON.stringify({ ...summary, seed: options.seed, ...said })}\n`
      : writeVisitors(summary, options.seed, how);
  process.stdout.write(text);
}

async function readTraces(folder: string): Promise<{ readonly feeds: readonly Feed[] } | Fault> {
  let files: readonly string[];
  try {
    files = (await stat(folder)).isDirectory()
      ? (await readdir(folder))
          .filter((name) => /\.csv$/iu.test(name))
          .toSorted()
          .map((name) => join(folder, name))
      : [folder];
  } catch {
    return { fault: `${folder} cannot be read`, status: 1 };
  }
  if (files.length === 0) return { fault: `there is no .csv file in ${folder}`, status: 1 };
  const feeds: Feed[] = [];
  for (const file of files) {
    const feed = await readTrace(file);
    if ('fault' in feed) return feed;
    feeds.push(feed);
  }
  return { feeds };
}

async function readTrace(file: string): Promise<Feed | Fault> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return { fault: `${file} cannot be read`, status: 1 };
  }
  const parsed = parseTrace(text);
  if (parsed.ok) return traceFeed(parsed.trace);
  const lines = parsed.problems.map(({ line, reason, mend }) => `${file}:${line}: ${reason}; ${mend}`);
  return { fault: lines.join('\n'), status: 1 };
}

function refuse(message: string, status: 1 | 2): undefined {
  process.stderr.write(`mien simulate: ${message}\n`);
  process.exitCode = status;
}

function readEmotion(word: string): Emotion {
  const emotion = emotionFromWord(word);
  if (emotion === undefined) throw new InvalidArgumentError(`Expected one of ${EMOTIONS.join(', ')}.`);
  return emotion;
}

function readVisitors(word: string): number {
  const visitors = Number(word);
  if (!/^\d{1,7}$/u.test(word) || visitors < 1 || visitors > MOST_VISITORS) {
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${MOST_VISITORS}.`);
  }
  return visitors;
}

function readSeed(word: string): number {
  if (!/^\d{1,15}$/u.test(word)) throw new InvalidArgumentError('Expected a whole number from 0.');
  return Number(word);
}

function readSeconds(word: string): number {
  const seconds = Number(word);
  if (word.trim() === '' || !(seconds >= 0 && seconds <= 86_400))
    throw new InvalidArgumentError('Expected seconds from 0.');
  return seconds;
}

function collect(word: string, before: readonly string[]): readonly string[] {
  return [...before, word];
}
