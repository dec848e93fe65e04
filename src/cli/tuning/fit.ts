import { EMOTIONS } from '../../protocol/emotions.ts';

/** What every network said of one labelled face, and whose face it is. */
export interface Look {
  /** Index into `EMOTIONS`. */
  readonly label: number;
  readonly subject: string;
  /** Seven scores a network, in the order of the networks. */
  readonly answers: readonly (readonly number[])[];
}

/** The corrections as the fit sees them; all zeros beside the given weights change nothing. */
export interface Corrections {
  /** Logarithms of the networks' weights, up to a constant. */
  readonly weights: readonly number[];
  /** Logarithm of the temperature. */
  readonly heat: number;
  /** Logarithms of the priors, in the order of `EMOTIONS`. */
  readonly bias: readonly number[];
}

export function noCorrection(weights: readonly number[]): Corrections {
  return { weights: weights.map((weight) => Math.log(Math.max(weight, 1e-3))), heat: 0, bias: EMOTIONS.map(() => 0) };
}

/** Scores are never quite 0: keeps the logarithm finite. */
const LEAST = 1e-6;
/** Adam's usual constants; steps enough that the loss stands still (seen in the test of known corrections). */
const STEPS = 150;
const RATE = 0.1;
const MOMENTUM = 0.9;
const SCALE = 0.999;

export function shares(weights: readonly number[]): readonly number[] {
  const most = Math.max(...weights);
  const parts = weights.map((weight) => Math.exp(weight - most));
  const sum = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => part / sum);
}

/** Corrected probabilities of one face. */
export function probabilities(look: Look, { weights, heat, bias }: Corrections): readonly number[] {
  const share = shares(weights);
  const cold = Math.exp(-heat);
  return shares(mixed(look, share).map((value, emotion) => cold * Math.log(value + LEAST) + (bias[emotion] ?? 0)));
}

function mixed(look: Look, share: readonly number[]): readonly number[] {
  return EMOTIONS.map((_, emotion) =>
    look.answers.reduce((sum, answer, network) => sum + (share[network] ?? 0) * (answer[emotion] ?? 0), 0),
  );
}

/** How much each face counts, so that every emotion counts alike however many pictures of it there are. */
export function balance(looks: readonly Look[]): readonly number[] {
  const counts = EMOTIONS.map((_, emotion) => looks.filter((look) => look.label === emotion).length);
  const classes = counts.filter((count) => count > 0).length;
  return looks.map((look) => looks.length / (classes * (counts[look.label] ?? 1)));
}

/**
 * The corrections under which the labels are likeliest (cross-entropy, every emotion alike), held back towards no
 * correction by `strength` times the square of each. Deterministic.
 */
export function fit(looks: readonly Look[], start: Corrections, strength: number): Corrections {
  const table = tableOf(looks, start.weights.length);
  const origin = [...start.weights, start.heat, ...start.bias];
  const at = Float64Array.from(origin);
  const slope = new Float64Array(at.length);
  const first = new Float64Array(at.length);
  const second = new Float64Array(at.length);
  for (let step = 1; step <= STEPS; step += 1) {
    at.forEach((value, index) => (slope[index] = 2 * strength * (value - (origin[index] ?? 0))));
    addSlopes(slope, table, at);
    slope.forEach((value, index) => {
      const mean = (first[index] = MOMENTUM * (first[index] ?? 0) + (1 - MOMENTUM) * value);
      const square = (second[index] = SCALE * (second[index] ?? 0) + (1 - SCALE) * value * value);
      const stride = mean / (1 - MOMENTUM ** step) / (Math.sqrt(square / (1 - SCALE ** step)) + 1e-9);
      at[index] = (at[index] ?? 0) - RATE * stride * (1 - step / (STEPS + 1));
    });
  }
  const { networks } = table;
  return { weights: [...at.slice(0, networks)], heat: at[networks] ?? 0, bias: [...at.slice(networks + 1)] };
}

/** The looks side by side in memory: a venue's thousands are gone through thousands of times. */
interface Table {
  readonly networks: number;
  readonly labels: Uint8Array;
  /** How much each look counts; they sum to 1. */
  readonly counts: Float64Array;
  /** Look by look, network by network, seven scores. */
  readonly answers: Float64Array;
}

const SEVEN = EMOTIONS.length;

function tableOf(looks: readonly Look[], networks: number): Table {
  return {
    networks,
    labels: Uint8Array.from(looks, ({ label }) => label),
    counts: Float64Array.from(balance(looks), (count) => count / looks.length),
    answers: Float64Array.from(looks.flatMap(({ answers }) => answers.flat())),
  };
}

/** Adds the gradient of the loss: over the weights' logarithms, the heat, the biases. */
function addSlopes(slope: Float64Array, { networks, labels, counts, answers }: Table, at: Float64Array): void {
  const share = Float64Array.from(shares([...at.subarray(0, networks)]));
  const cold = Math.exp(-(at[networks] ?? 0));
  const bias = at.subarray(networks + 1);
  const mix = new Float64Array(SEVEN);
  const logs = new Float64Array(SEVEN);
  const given = new Float64Array(SEVEN);
  for (let look = 0; look < labels.length; look += 1) {
    const from = look * networks * SEVEN;
    let sum = 0;
    for (let emotion = 0; emotion < SEVEN; emotion += 1) {
      let value = 0;
      for (let network = 0; network < networks; network += 1) {
        value += (share[network] ?? 0) * (answers[from + network * SEVEN + emotion] ?? 0);
      }
      mix[emotion] = value;
      logs[emotion] = Math.log(value + LEAST);
      given[emotion] = Math.exp(cold * (logs[emotion] ?? 0) + (bias[emotion] ?? 0));
      sum += given[emotion] ?? 0;
    }
    for (let emotion = 0; emotion < SEVEN; emotion += 1) {
      const off = (counts[look] ?? 0) * ((given[emotion] ?? 0) / sum - (emotion === labels[look] ? 1 : 0));
      slope[networks] = (slope[networks] ?? 0) - off * cold * (logs[emotion] ?? 0);
      slope[networks + 1 + emotion] = (slope[networks + 1 + emotion] ?? 0) + off;
      const byMix = (off * cold) / ((mix[emotion] ?? 0) + LEAST);
      for (let network = 0; network < networks; network += 1) {
        const apart = (answers[from + network * SEVEN + emotion] ?? 0) - (mix[emotion] ?? 0);
        slope[network] = (slope[network] ?? 0) + byMix * (share[network] ?? 0) * apart;
      }
    }
  }
}
