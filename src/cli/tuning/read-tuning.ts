import { readFileSync } from 'node:fs';
import { InvalidArgumentError, Option } from 'commander';
import { tuningSchema, type Tuning } from '../../protocol/tuning.ts';

/** A tuning's text, or in one sentence where it is wrong, why, and the mend. */
export function parseTuning(text: string, path: string): Tuning | { readonly refused: string } {
  const mend = `write it anew with "mien tune <folder> --out ${path}"`;
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    return { refused: `${path}: not JSON; ${mend}` };
  }
  const parsed = tuningSchema.safeParse(written);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'its top' : issue.path.map(String).join('.');
  return { refused: `${path} at ${place}: ${issue?.message ?? 'not understood'}; ${mend}` };
}

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
