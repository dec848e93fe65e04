import { stat } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { csvHead, csvRow } from '../main/journal/journal-csv.ts';
import { journalHtml } from '../main/journal/journal-html.ts';
import { JournalTally } from '../main/journal/journal-tally.ts';
import { journalText } from '../main/journal/journal-text.ts';
import { readJournal } from '../main/journal/read-journal.ts';
import { keepingFolders } from '../main/state-folder.ts';

interface Options {
  readonly json?: true;
  readonly csv?: true;
  readonly html?: true;
}

/** `mien journal [folder]`: what the journal adds up to. Exit 1 where there is none. */
export function journalCommand(): Command {
  return new Command('journal')
    .description('Sum up the journal: visitors, lengths, scenes, endings, busiest hours, faults.')
    .argument('[folder]', "the journal's folder, or one of its files; this machine's own where left out")
    .addOption(new Option('--json', 'print one JSON object').conflicts(['csv', 'html']))
    .addOption(new Option('--csv', 'print a row a session').conflicts(['json', 'html']))
    .addOption(new Option('--html', 'print a page with a picture of the journeys').conflicts(['json', 'csv']))
    .action(run);
}

async function run(folder: string | undefined, options: Options): Promise<void> {
  const path = folder ?? keepingFolders().journal;
  const found = await stat(path).catch(() => null);
  if (found === null) {
    process.stderr.write(`mien journal: there is no journal at ${path}\n`);
    process.exitCode = 1;
    return;
  }
  if (options.csv === true) {
    process.stdout.write(csvHead());
    for await (const line of readJournal(path)) if (line?.type === 'session') process.stdout.write(csvRow(line));
    return;
  }
  const tally = new JournalTally();
  for await (const line of readJournal(path)) tally.hear(line);
  const sum = tally.sum();
  if (options.json === true) process.stdout.write(`${JSON.stringify(sum)}\n`);
  else process.stdout.write(options.html === true ? journalHtml(sum) : journalText(sum));
}
