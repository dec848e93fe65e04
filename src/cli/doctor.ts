import { Command } from 'commander';
import { examine, type Finding } from '../main/examination.ts';
import { surveyRecognisers } from '../perception/choose-recogniser.ts';
import { ownModelsFolder } from '../perception/model-files.ts';
import { tryProvidersHere } from './open-recogniser.ts';
import { ensureModels } from '../../models/convert/ensure-models.ts';

/** `mien doctor`: what was found on this machine, and why each was taken or not. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Say what was found on this machine: hosts, browsers, recognisers, cameras, codecs, screen, disk.')
    .option('--json', 'print one JSON object')
    .action(async (flags: { readonly json?: boolean }) => {
      const findings = [...(await examine()), ...(await examineRecognisers())];
      if (flags.json === true) process.stdout.write(`${JSON.stringify({ findings }, null, 2)}\n`);
      else process.stdout.write(asText(findings));
    });
}

async function examineRecognisers(): Promise<readonly Finding[]> {
  const modelsFolder = ownModelsFolder();
  const networks = ensureModels(modelsFolder).map((model): Finding => {
    const isThere = model.state !== 'missing';
    return { subject: 'network', name: model.network, ok: isThere, detail: isThere ? model.state : model.reason };
  });
  const trial = await tryProvidersHere('onnx', 1);
  const attempts = [...trial.attempts, ...(await surveyRecognisers({ modelsFolder, threads: 1 }))];
  let isTaken = false;
  const recognisers = attempts.map(({ recogniser, taken, why }): Finding => {
    const isFirst = taken && !isTaken;
    isTaken = isTaken || taken;
    const place = isFirst ? 'would be taken: ' : taken ? 'works, but an earlier one is taken: ' : 'not taken: ';
    return { subject: 'recogniser', name: recogniser, ok: taken, detail: `${place}${why}` };
  });
  return [...networks, ...recognisers];
}

function asText(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  const name = Math.max(...findings.map((finding) => finding.name.length));
  return findings
    .map((finding) => {
      const mark = finding.ok ? 'ok' : '--';
      return `${mark}  ${finding.subject.padEnd(width)}  ${finding.name.padEnd(name)}  ${finding.detail}\n`;
    })
    .join('');
}
