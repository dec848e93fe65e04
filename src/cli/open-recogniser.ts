import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import { openRecogniser } from '../perception/choose-recogniser.ts';
import { ownModelsFolder } from '../perception/model-files.ts';
import { parseRecogniser } from '../perception/recogniser-name.ts';
import type { Recogniser } from '../perception/recogniser.ts';

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

/** Files that change what is opened. */
interface Beside {
  /** Label map of an EmoPy network that does not lie beside it. */
  readonly labels?: string | undefined;
}

/** Opens a recogniser for a command that reads files, with every core, or says on stderr why there is none. */
export async function openForFiles(name: string, beside: Beside = {}): Promise<Recogniser | undefined> {
  const options = { modelsFolder: ownModelsFolder(), threads: availableParallelism(), ...beside };
  const opened = await openRecogniser(name, options);
  if (opened.ok) return opened.recogniser;
  for (const attempt of opened.attempts) process.stderr.write(`mien: ${attempt.recogniser}: ${attempt.why}\n`);
  return undefined;
}
