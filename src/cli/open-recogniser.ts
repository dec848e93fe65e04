import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { forkPerceptionChild } from '../main/hosts/child-perception.ts';
import type { PerceptionProcess } from '../main/hosts/host.ts';
import { findPlaces } from '../main/places.ts';
import { tryProviders, type Trial } from '../main/try-providers.ts';
import { openRecogniser } from '../perception/choose-recogniser.ts';
import { ownModelsFolder } from '../perception/model-files.ts';
import { parseRecogniser } from '../perception/recogniser-name.ts';
import type { Recogniser } from '../perception/recogniser.ts';
import type { NetworkLabels } from '../protocol/network-labels.ts';
import type { Tuning } from '../protocol/tuning.ts';
import type { Attempt } from '../protocol/perception-messages.ts';

/** A name that can be meant, or wrong usage. */
export function checkedName(text: string): string {
  const request = parseRecogniser(text);
  if ('refused' in request) throw new InvalidArgumentError(request.refused);
  return text;
}

/** `--recogniser <name>`, refused while the command line is read where no recogniser has that name. */
export function recogniserOption(): Option {
  return new Option(
    '--recogniser <name>',
    'which recogniser reads: auto, onnx, wasm, tensorflow-gpu, onnx:<network>, emopy:<model.hdf5> ...',
  )
    .default('auto')
    .argParser(checkedName);
}

/** `--faces <how>`: whether pictures are searched for faces. */
export function facesOption(): Option {
  return new Option('--faces <how>', '"detect" searches for faces, "whole" takes each picture for one face')
    .choices(['detect', 'whole'])
    .default('detect');
}

/** The same for labelled pictures, which may be faces cut out already. */
export function facesOrWholeOption(): Option {
  return new Option(
    '--faces <how>',
    '"whole": each picture is one face; "auto": where its shorter side is under 100 pixels',
  )
    .choices(['detect', 'whole', 'auto'])
    .default('auto');
}

/** Files that change what is opened. */
interface Beside {
  readonly labels?: NetworkLabels | undefined;
  readonly tuning?: Tuning | undefined;
}

/** The self-test of execution providers, each in a process of its own. */
export function tryProvidersHere(recogniser: string, threads: number): Promise<Trial> {
  const script = join(findPlaces().dist, 'perception-process.js');
  const fork = (): PerceptionProcess => forkPerceptionChild(script);
  return tryProviders({ fork, recogniser, modelsFolder: ownModelsFolder(), threads });
}

/** Opens a recogniser for a command that reads files, with every core, or says on stderr why there is none. */
export async function openForFiles(name: string, beside: Beside = {}): Promise<Recogniser | undefined> {
  const threads = availableParallelism();
  const trial = await tryProvidersHere(name, threads);
  const opened = await openRecogniser(trial.recogniser, { modelsFolder: ownModelsFolder(), threads, ...beside });
  // A provider that the machine does not have is nothing to tell of; `mien doctor` does.
  for (const attempt of trial.attempts) if (attempt.isThere) tellOf(attempt);
  if (opened.ok) return opened.recogniser;
  for (const attempt of opened.attempts) tellOf(attempt);
  return undefined;
}

function tellOf({ recogniser, taken, why }: Attempt): void {
  if (!taken) process.stderr.write(`mien: ${recogniser}: not taken: ${why}\n`);
}
