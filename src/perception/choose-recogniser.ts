import { detectorCard, expressionCard, manifest } from '../../models/manifest.ts';
import type { DetectorCard, ExpressionCard, Manifest } from '../../models/manifest-schema.ts';
import type { Attempt } from '../protocol/perception-messages.ts';
import type { Tuning } from '../protocol/tuning.ts';
import { missingModels } from './model-files.ts';
import { Pipeline } from './pipeline.ts';
import type { RecogniserRequest } from './recogniser-name.ts';
import { parseRecogniser, providerWord } from './recogniser-name.ts';
import type { OpenOptions, Opened, Recogniser } from './recogniser.ts';
import type { HumanLike } from './recognisers/human-networks.ts';
import { tuned } from './tuned.ts';
import { warmUp } from './warm-up.ts';

/** Engines are loaded only when they are asked for: each takes tens of megabytes. */
type Open = (options: OpenOptions, missing: ReadonlyMap<string, string>) => Promise<Recogniser>;

function need<Card>(card: Card | undefined, name: string, missing: ReadonlyMap<string, string>): Card {
  const reason = missing.get(name);
  if (reason !== undefined) throw new Error(`${name}: ${reason}`);
  if (card === undefined) throw new Error(`no network is named ${name}`);
  return card;
}

function detectorOf(missing: ReadonlyMap<string, string>): DetectorCard {
  const name = manifest.default.detector;
  return need(detectorCard(name), name, missing);
}

interface Share {
  readonly card: ExpressionCard;
  readonly weight: number;
}

type Shares = Manifest['default']['expression'];

function askedOf(networks: readonly string[]): Shares {
  return networks.length === 0 ? manifest.default.expression : networks.map((network) => ({ network, weight: 1 }));
}

function namesOf(shares: Shares): string {
  return shares
    .map(({ network }) => network)
    .sort()
    .join('+');
}

/** Why a tuning does not go with the networks that were asked for, or null. */
function misfit(tuning: Tuning, asked: Shares): string | null {
  const [learnt, wanted] = [namesOf(tuning.networks), namesOf(asked)];
  return learnt === wanted ? null : `the tuning was learnt with ${learnt}, not ${wanted}: run mien tune again`;
}

/** The networks with their weights, a tuning's where there is one. */
function sharesOf(asked: Shares, tuning: Tuning | undefined, missing: ReadonlyMap<string, string>): readonly Share[] {
  const weighted = tuning === undefined ? asked : tuning.networks.filter(({ weight }) => weight > 0);
  return weighted.map(({ network, weight }) => ({ card: need(expressionCard(network), network, missing), weight }));
}

function openOnnx(request: RecogniserRequest & { engine: 'onnx' }): Open {
  return async ({ modelsFolder, threads, tuning: given, elseUntuned }, missing) => {
    const { openOnnxNetwork } = await import('./recognisers/onnx.ts');
    const asked = askedOf(request.networks);
    const wrong = given === undefined ? null : misfit(given, asked);
    if (wrong !== null && elseUntuned !== true) throw new Error(wrong);
    const tuning = wrong === null ? given : undefined;
    const provider = request.provider ?? 'cpu';
    const how = { provider, threads };
    const detector = await openOnnxNetwork(detectorOf(missing), modelsFolder, how);
    const shares = sharesOf(asked, tuning, missing);
    const expression = await Promise.all(
      shares.map(async ({ card, weight }) => ({ network: await openOnnxNetwork(card, modelsFolder, how), weight })),
    );
    const names = shares.map(({ card }) => card.name).join('+');
    const words = ['onnx', ...(request.provider === null ? [] : [providerWord(provider)])];
    if (request.networks.length > 0) words.push(names);
    const detail = `${detector.card.name} and ${names} on onnxruntime, ${providerWord(provider)}, ${threads} thread${threads === 1 ? '' : 's'}${wrong === null ? '' : `, untuned (${wrong})`}`;
    const pipeline = new Pipeline({ name: words.join(':'), detail, detector, expression });
    return tuning === undefined ? pipeline : tuned(pipeline, tuning);
  };
}

/** Human's own two networks on one of its TensorFlow.js backends. */
function openHumanPipeline(name: string, backend: string, open: () => Promise<HumanLike>): Open {
  return async (_, missing) => {
    const { humanNetwork } = await import('./recognisers/human-networks.ts');
    const human = await open();
    const emotion = 'human-emotion';
    const card = need(expressionCard(emotion), emotion, missing);
    const detector = humanNetwork(human, detectorOf(missing));
    return new Pipeline({
      name,
      detail: `${detector.card.name} and ${emotion} in Human on ${backend}`,
      detector,
      expression: [{ network: humanNetwork(human, card), weight: 1 }],
    });
  };
}

const openWasm: Open = async (options, missing) => {
  const { openHumanOnWasm } = await import('./recognisers/wasm.ts');
  return openHumanPipeline('wasm', 'tfjs-backend-wasm', openHumanOnWasm)(options, missing);
};

const openTensorflowGpu: Open = async (options, missing) => {
  const { openHumanOnTensorflowGpu } = await import('./recognisers/tensorflow-gpu.ts');
  return openHumanPipeline('tensorflow-gpu', 'tfjs-node-gpu', openHumanOnTensorflowGpu)(options, missing);
};

function openEmopyPipeline(path: string): Open {
  return async ({ modelsFolder, threads, labels }, missing) => {
    const [{ openOnnxNetwork }, { openEmopy }] = await Promise.all([
      import('./recognisers/onnx.ts'),
      import('./recognisers/emopy.ts'),
    ]);
    const network = await openEmopy(path, labels, threads);
    const detector = await openOnnxNetwork(detectorOf(missing), modelsFolder, { provider: 'cpu', threads });
    return new Pipeline({
      name: `emopy:${path}`,
      detail: `${detector.card.name} and ${path} (${network.card.labels.join(', ')}) on onnxruntime, cpu`,
      detector,
      expression: [{ network, weight: 1 }],
    });
  };
}

interface Candidate {
  readonly name: string;
  readonly open: Open;
}

function candidates(request: RecogniserRequest): readonly Candidate[] {
  switch (request.engine) {
    case 'auto':
      return [
        { name: 'onnx', open: openOnnx({ engine: 'onnx', provider: null, networks: [] }) },
        { name: 'tensorflow-gpu', open: openTensorflowGpu },
        { name: 'wasm', open: openWasm },
      ];
    case 'onnx':
      return [{ name: 'onnx', open: openOnnx(request) }];
    case 'wasm':
      return [{ name: 'wasm', open: openWasm }];
    case 'tensorflow-gpu':
      return [{ name: 'tensorflow-gpu', open: openTensorflowGpu }];
    case 'emopy':
      return [{ name: 'emopy', open: openEmopyPipeline(request.path) }];
  }
}

/** An error's first line without onnxruntime's place in its own source: the rest is for developers. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.split('\n')[0]?.trim() ?? 'unknown error';
  return line.replace(/^\/onnxruntime_src\/.*was false\. /u, '');
}

/**
 * Opens what was asked for, or for `auto` the first in order that loads and reads the warm-up picture; with what was
 * tried and why it was taken or not, a line each. Never throws.
 */
export async function openRecogniser(name: string, options: OpenOptions): Promise<Opened> {
  const request = parseRecogniser(name);
  if ('refused' in request) return { ok: false, attempts: [{ recogniser: name, taken: false, why: request.refused }] };
  const missing = missingModels(options.modelsFolder);
  const attempts: Attempt[] = [];
  // Another engine in its place would read without the corrections that were asked for.
  const isTuned = options.tuning !== undefined && options.elseUntuned !== true;
  const all = candidates(request).filter((candidate) => !isTuned || candidate.name === 'onnx');
  if (all.length === 0) {
    return { ok: false, attempts: [{ recogniser: name, taken: false, why: 'only networks of onnx can be tuned' }] };
  }
  for (const candidate of all) {
    try {
      const recogniser = await candidate.open(options, missing);
      const tookMs = await warmUp(recogniser, options.onWarmUp);
      attempts.push({
        recogniser: recogniser.name,
        taken: true,
        why: `${recogniser.detail}; ${tookMs.toFixed(1)} ms for the warm-up picture`,
      });
      return { ok: true, recogniser, attempts };
    } catch (error) {
      attempts.push({ recogniser: candidate.name, taken: false, why: firstLine(error) });
    }
  }
  return { ok: false, attempts };
}

/** Tries every engine, closes it again, and says what came of it: for `mien doctor`. */
export async function surveyRecognisers(options: OpenOptions): Promise<readonly Attempt[]> {
  const found: Attempt[] = [];
  for (const { name } of candidates({ engine: 'auto' })) {
    const opened = await openRecogniser(name, options);
    found.push(...opened.attempts);
    if (opened.ok) await opened.recogniser.close();
  }
  return found;
}
