import { spawnSync } from 'node:child_process';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Film } from '../film/film.ts';
import { readText } from '../main/film-texts.ts';
import { openFilm } from './open-film.ts';
import { DoneBefore } from './prepare/done-before.ts';
import { encodeWords, gainTo, measure, posterWords, runFfmpeg } from './prepare/ffmpeg.ts';
import { readMaterial } from './prepare/material.ts';
import { planJobs, targetOf, type Job, type Target, type Wish } from './prepare/plan.ts';
import { preparedName, preparedTexts } from './prepare/prepared-film.ts';
import { Progress } from './prepare/progress.ts';
import { tellLoudness } from './prepare/tell-loudness.ts';

interface Options extends Wish {
  readonly loudness: number | false;
  readonly ffmpeg: string;
  readonly dryRun?: true;
}

/** EBU R 128's programme loudness: what broadcasters deliver, and quiet enough that no clip has to be limited. */
const USUAL_LUFS = -23;
const AS_MOST = [null, "as most of the film's files are"] as const;

/** `mien prepare <film>`: makes what plays best out of what the artist has, beside the originals. */
export function prepareCommand(): Command {
  return new Command('prepare')
    .description(
      'Make what plays best out of a film: one size, rate and codec, key frames at every in point, even loudness.',
    )
    .argument('<film>', 'folder of the film, or its film.json')
    .addOption(
      new Option('--size <WxH>', 'size that each picture fits within, as 1920x1080')
        .argParser(parseSize)
        .default(...AS_MOST),
    )
    .addOption(new Option('--rate <n>', 'frames a second').argParser(parseRate).default(...AS_MOST))
    .addOption(new Option('--codec <name>', 'of the picture').choices(['h264', 'vp9', 'av1']).default(...AS_MOST))
    .option('--loudness <LUFS>', 'loudness of each sound that is made', parseLoudness, USUAL_LUFS)
    .option('--no-loudness', 'leave the sound as loud as it is')
    .option('--ffmpeg <command>', 'which ffmpeg', 'ffmpeg')
    .option('--dry-run', 'say what would be made, and why')
    .action(run);
}

async function run(path: string, options: Options): Promise<void> {
  const opened = await openFilm(path, 'prepare');
  if (opened === null) return;
  const tell = async (film: string): Promise<void> => {
    const told = options.loudness === false || options.dryRun === true ? null : await tellLoudness(film);
    if (told !== null) process.stdout.write(`${told}\n`);
  };
  const material = await readMaterial(opened.folder, opened.film, opened.compiled);
  const target = targetOf(material.media, options);
  const jobs = target === null ? [] : planJobs(material, target);
  if (target === null || jobs.length === 0) {
    process.stdout.write('Nothing to prepare: every clip plays as it is.\n');
    await tell(path);
    return;
  }
  for (const { file, out, reasons } of jobs) process.stdout.write(`${file} -> ${out}: ${reasons.join('; ')}\n`);
  if (options.dryRun === true) return;
  if (spawnSync(options.ffmpeg, ['-version'], { stdio: 'ignore' }).status !== 0) {
    const how = 'Install it (apt install ffmpeg, brew install ffmpeg, winget install ffmpeg)';
    process.stderr.write(`mien prepare: "${options.ffmpeg}" cannot be run. ${how}, or name it with --ffmpeg.\n`);
    process.exitCode = 1;
    return;
  }
  const made = await makeAll(opened.folder, jobs, target, options);
  if (made === null) return;
  const written = await writeFilm(opened.folder, opened.film, made);
  await tell(join(opened.folder, written[0] ?? ''));
  process.stdout.write(
    `Made ${written.join(', ')}. Try:\n  mien check ${join(/\.jsonc?$/u.test(path) ? dirname(path) : path, written[0] ?? '')}\n`,
  );
}

/** @returns prepared file by original; null where it was stopped or failed, and said so. */
async function makeAll(
  folder: string,
  jobs: readonly Job[],
  target: Target,
  options: Options,
): Promise<ReadonlyMap<string, string> | null> {
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  const done = await DoneBefore.read(folder);
  const progress = new Progress(jobs);
  try {
    for (const job of jobs) {
      const how = JSON.stringify([{ ...target, ...job.size }, options.loudness, job.inSeconds, job.picture, job.sound]);
      if (!(await done.has(job.file, job.out, how))) {
        await make(folder, job, target, options, stop.signal, (seconds) => progress.at(job, seconds));
        await done.note(job.file, job.out, how);
      }
      progress.done(job);
    }
    return new Map(jobs.map(({ file, out }) => [file, out]));
  } catch (error) {
    progress.clear();
    const why = stop.signal.aborted ? 'stopped' : error instanceof Error ? error.message : String(error);
    process.stderr.write(`mien prepare: ${why}. What is done is kept: run it again to go on.\n`);
    process.exitCode = stop.signal.aborted ? 130 : 1;
    return null;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

/** One file, under another name until it is whole. */
async function make(
  folder: string,
  job: Job,
  target: Target,
  { loudness, ffmpeg }: Options,
  signal: AbortSignal,
  onSeconds: (seconds: number) => void,
): Promise<void> {
  const [from, to] = [join(folder, job.file), join(folder, job.out)];
  const poster = job.poster === null ? null : join(folder, job.poster);
  const partial = `${to}.partial`;
  try {
    const heard = loudness === false || job.sound !== 'made' ? null : await measure(ffmpeg, from, signal);
    const gainDb = heard === null || loudness === false ? null : gainTo(loudness, heard);
    await runFfmpeg(ffmpeg, encodeWords(job, target, from, partial, gainDb), signal, onSeconds);
    if (poster !== null) {
      await runFfmpeg(ffmpeg, posterWords(job, partial, `${poster}.partial`), signal);
      await rename(`${poster}.partial`, poster);
    }
    await rename(partial, to);
  } finally {
    await rm(partial, { force: true });
    if (poster !== null) await rm(`${poster}.partial`, { force: true });
  }
}

/** The film's texts with the prepared files in them, beside the originals. @returns their names, the film's own first. */
async function writeFilm(folder: string, film: Film, made: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const texts = new Map<string, string>();
  for (const file of film.places.keys()) {
    const read = await readText(folder, file);
    if (read.ok) texts.set(file, read.text);
  }
  const prepared = preparedTexts(film, texts, made);
  for (const [file, text] of prepared) await writeFile(join(folder, file), text);
  const first = preparedName(film.file);
  return [first, ...[...prepared.keys()].filter((file) => file !== first)];
}

function parseSize(text: string): NonNullable<Wish['size']> {
  const [width, height] = (/^(\d{2,5})x(\d{2,5})$/u.exec(text) ?? []).slice(1).map(Number);
  if (width === undefined || height === undefined) throw new InvalidArgumentError('Write it as 1920x1080.');
  return { width, height };
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (!(rate >= 1 && rate <= 240)) throw new InvalidArgumentError('Frames a second, 1 to 240.');
  return rate;
}

function parseLoudness(text: string): number {
  const lufs = Number(text);
  if (!(lufs >= -50 && lufs <= -5)) throw new InvalidArgumentError('LUFS, -50 to -5.');
  return lufs;
}
