import { Command } from 'commander';
import { acceptSources } from '../../models/convert/accept-sources.ts';
import { ensureModels } from '../../models/convert/ensure-models.ts';
import { ownModelsFolder } from '../perception/model-files.ts';

/** `mien models`: converts the networks out of their packages where they are missing or stale, and says what is there. */
export function modelsCommand(): Command {
  return new Command('models')
    .description('Convert the networks that reading needs out of their packages, where they are missing.')
    .option('--accept', 'after a package was updated: write the checksums of its weights into models/manifest.json')
    .action((flags: { readonly accept?: boolean }) => {
      const folder = ownModelsFolder();
      if (flags.accept === true) {
        const changed = acceptSources(folder);
        process.stdout.write(changed.length === 0 ? 'nothing changed\n' : `changed: ${changed.join(', ')}\n`);
        return;
      }
      for (const model of ensureModels(folder)) {
        const line = model.state === 'missing' ? `missing: ${model.reason}` : model.state;
        process.stdout.write(`${model.network}: ${line}\n`);
        if (model.state === 'missing') process.exitCode = 1;
      }
    });
}
