import { readFileSync } from 'node:fs';
import { InvalidArgumentError, Option } from 'commander';
import { parseTuning, type Tuning } from '../../protocol/tuning.ts';

function readTuning(path: string): Tuning {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new InvalidArgumentError(`${path}: there is no such file`);
  }
  const tuning = parseTuning(text, path);
  if ('refused' in tuning) throw new InvalidArgumentError(tuning.refused);
  return tuning;
}

/** `--tuning <file>`, parsed while the command line is read. */
export function tuningOption(): Option {
  return new Option('--tuning <file>', "a venue's corrections, written by `mien tune`").argParser(readTuning);
}
