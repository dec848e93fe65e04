import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { z } from 'zod';
import { readKerasFile } from '../../../models/convert/keras-file.ts';
import { convertKerasSequential } from '../../../models/convert/keras-sequential.ts';
import type { ExpressionCard } from '../../../models/manifest-schema.ts';
import { EMOTIONS, emotionFromWord } from '../../protocol/emotions.ts';
import type { Emotion } from '../../protocol/emotions.ts';
import type { NetworkLabels } from '../../protocol/network-labels.ts';
import type { ExpressionNetwork } from '../network.ts';
import { AS_IT_IS } from '../express.ts';
import { openOnnxBytes } from './onnx.ts';

/** EmoPy writes `{"anger": 0, "fear": 1}`; a plain list in the order of the outputs is taken too. */
const mapSchema = z.union([z.record(z.string(), z.number().int().nonnegative()), z.array(z.string())]);

/** Where EmoPy keeps a model's labels: `conv_emotion_map_X.json` beside `conv_model_X.hdf5`. */
export function labelsBeside(model: string): string {
  const name = basename(model, extname(model));
  const map = name.includes('_model') ? name.replace('_model', '_emotion_map') : `${name}_emotion_map`;
  return join(dirname(model), `${map}.json`);
}

/** The emotion of each output. @throws in a sentence where the map does not fit the network. */
export function parseLabels(written: unknown, outputs: number, path: string): readonly Emotion[] {
  const parsed = mapSchema.safeParse(written);
  if (!parsed.success) throw new Error(`${path}: expected {"emotion": output, ...} or a list of emotions`);
  const words = Array.isArray(parsed.data)
    ? parsed.data
    : Object.entries(parsed.data)
        .sort((a, b) => a[1] - b[1])
        .map(([word]) => word);
  const labels = words.map((word) => {
    const emotion = emotionFromWord(word);
    if (emotion === undefined) throw new Error(`${path}: "${word}" is no emotion; there are ${EMOTIONS.join(', ')}`);
    return emotion;
  });
  if (labels.length !== outputs || new Set(labels).size !== outputs) {
    throw new Error(`${path}: ${labels.length} labels for a network of ${outputs} outputs`);
  }
  return labels;
}

function readLabels(model: string, given: NetworkLabels | undefined, outputs: number): readonly Emotion[] {
  const path = typeof given === 'string' ? given : labelsBeside(model);
  if (!existsSync(path)) {
    if (Array.isArray(given)) return parseLabels(given, outputs, 'labels in film.json');
    throw new Error(`${path}: no label map there; name one with --labels, or write "labels" into film.json`);
  }
  let written: unknown;
  try {
    written = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw new Error(`${path}: not JSON`);
  }
  return parseLabels(written, outputs, path);
}

/**
 * One of EmoPy's networks: a Keras Sequential file, converted in memory. It takes pixels from 0 to 255 unscaled and
 * ends in a rectifier, so that its answers have to be made to sum to 1.
 */
export async function openEmopy(
  path: string,
  given: NetworkLabels | undefined,
  threads: number,
): Promise<ExpressionNetwork> {
  const model = await readKerasFile(path);
  let converted;
  try {
    converted = convertKerasSequential('emopy', model);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const labels = readLabels(path, given, converted.outputs);
  const card: ExpressionCard = {
    name: 'emopy',
    task: 'express',
    file: path,
    sha256: '0'.repeat(64),
    licence: "the file's own",
    origin: 'a Keras Sequential model',
    input: {
      size: converted.size,
      colour: converted.channels === 1 ? 'grey' : 'rgb',
      mean: Array.from({ length: converted.channels }, () => 0),
      divisor: 1,
    },
    outputs: [{ from: 'scores', name: 'scores', shape: [converted.outputs] }],
    labels: [...labels],
    // Trained on FER2013, whose pictures lie so over the detector's boxes (measured, see the docs).
    crop: { factor: 1.17, down: -0.11, upright: false },
    wholeFactor: 1,
    unblur: false,
    looks: [AS_IT_IS],
    temperature: 1,
    priors: labels.map(() => 1),
  };
  return openOnnxBytes(card, converted.bytes, { provider: 'cpu', threads });
}
