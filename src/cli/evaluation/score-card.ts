import type { Emotion, Scores } from '../../protocol/emotions.ts';

/** What a recogniser answered to one labelled picture or sequence; null where it saw no face. */
export interface Answer {
  readonly label: Emotion;
  /** Path of the picture (of a sequence the last), or the row of a CSV file. */
  readonly name: string;
  /** 48x48 grey where there is no file of it. */
  readonly pixels?: Uint8Array | null;
  readonly scores: Readonly<Partial<Record<Emotion, number>>> | null;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface ClassCard {
  readonly count: number;
  readonly recall: number;
  readonly precision: number;
  readonly f1: number;
}

/** All figures for one recogniser over one set. Pictures without a face count as wrong. */
export interface ScoreCard {
  readonly count: number;
  readonly detected: number;
  readonly accuracy: number;
  /** 95 %, Wilson's. */
  readonly accuracyInterval: Interval;
  /** Mean of the classes' recalls. */
  readonly balancedAccuracy: number;
  /** 95 %, out of the classes' own intervals (Wilson's, joined by the MOVER of Zou and Donner, 2008). */
  readonly balancedInterval: Interval;
  readonly macroF1: number;
  /** Expected calibration error of the chosen score, ten bins, over what was detected. */
  readonly calibrationError: number;
  /** True label -> chosen emotion (or `none`) -> how many. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly classes: Readonly<Partial<Record<Emotion, ClassCard>>>;
}

/** Normal quantile for 95 %. */
const Z = 1.96;
const BINS = 10;

/** The scores of a set of emotions alone, summing to 1; all alike where nothing of them is there. */
export function within(scores: Scores, emotions: readonly Emotion[]): Readonly<Partial<Record<Emotion, number>>> {
  const sum = emotions.reduce((total, emotion) => total + scores[emotion], 0);
  return Object.fromEntries(
    emotions.map((emotion) => [emotion, sum > 0 ? scores[emotion] / sum : 1 / emotions.length]),
  );
}

export function chosen(answer: Answer, emotions: readonly Emotion[]): Emotion | 'none' {
  if (answer.scores === null) return 'none';
  let best: Emotion | 'none' = 'none';
  for (const emotion of emotions) {
    if (best === 'none' || (answer.scores[emotion] ?? 0) > (answer.scores[best] ?? 0)) best = emotion;
  }
  return best;
}

/** Wilson's interval for a share. */
export function wilson(right: number, count: number): Interval {
  if (count === 0) return { low: 0, high: 1 };
  const share = right / count;
  const middle = (share + (Z * Z) / (2 * count)) / (1 + (Z * Z) / count);
  const half = (Z / (1 + (Z * Z) / count)) * Math.sqrt((share * (1 - share)) / count + (Z * Z) / (4 * count * count));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** The interval of a mean of shares; none known of no shares. */
function meanInterval(shares: readonly { readonly right: number; readonly count: number }[]): Interval {
  if (shares.length === 0) return { low: 0, high: 1 };
  let mean = 0;
  let below = 0;
  let above = 0;
  for (const { right, count } of shares) {
    const share = right / count;
    const { low, high } = wilson(right, count);
    mean += share / shares.length;
    below += (share - low) ** 2;
    above += (high - share) ** 2;
  }
  return {
    low: Math.max(0, mean - Math.sqrt(below) / shares.length),
    high: Math.min(1, mean + Math.sqrt(above) / shares.length),
  };
}

function calibrationError(answers: readonly Answer[], emotions: readonly Emotion[]): number {
  const bins = Array.from({ length: BINS }, () => ({ count: 0, right: 0, sure: 0 }));
  let detected = 0;
  for (const answer of answers) {
    const choice = chosen(answer, emotions);
    if (choice === 'none') continue;
    const sure = answer.scores?.[choice] ?? 0;
    const bin = bins[Math.min(BINS - 1, Math.floor(sure * BINS))];
    if (bin === undefined) continue;
    detected += 1;
    bin.count += 1;
    bin.sure += sure;
    if (choice === answer.label) bin.right += 1;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.right - bin.sure), 0) / Math.max(1, detected);
}

/** Scores a recogniser's answers over the choice between some emotions. Answers with other labels must be left out before. */
export function scoreCard(answers: readonly Answer[], emotions: readonly Emotion[]): ScoreCard {
  const confusion: Record<string, Record<string, number>> = {};
  for (const emotion of emotions) confusion[emotion] = Object.fromEntries(emotions.map((other) => [other, 0]));
  for (const answer of answers) {
    const row = (confusion[answer.label] ??= {});
    const choice = chosen(answer, emotions);
    row[choice] = (row[choice] ?? 0) + 1;
  }
  const at = (truth: string, choice: string): number => confusion[truth]?.[choice] ?? 0;
  const rowSum = (truth: string): number => Object.values(confusion[truth] ?? {}).reduce((a, b) => a + b, 0);
  const present = emotions.filter((emotion) => rowSum(emotion) > 0);
  const classes: Partial<Record<Emotion, ClassCard>> = {};
  for (const emotion of present) {
    const count = rowSum(emotion);
    const right = at(emotion, emotion);
    const named = emotions.reduce((sum, truth) => sum + at(truth, emotion), 0);
    const recall = right / count;
    const precision = named === 0 ? 0 : right / named;
    const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    classes[emotion] = { count, recall, precision, f1 };
  }
  const mean = (of: (card: ClassCard) => number): number =>
    present.reduce((sum, emotion) => sum + of(classes[emotion] ?? { count: 0, recall: 0, precision: 0, f1: 0 }), 0) /
    Math.max(1, present.length);
  const count = answers.length;
  const right = emotions.reduce((sum, emotion) => sum + at(emotion, emotion), 0);
  const balanced = mean((card) => card.recall);
  return {
    count,
    detected: answers.filter((answer) => answer.scores !== null).length,
    accuracy: count === 0 ? 0 : right / count,
    accuracyInterval: wilson(right, count),
    balancedAccuracy: balanced,
    balancedInterval: meanInterval(present.map((truth) => ({ right: at(truth, truth), count: rowSum(truth) }))),
    macroF1: mean((card) => card.f1),
    calibrationError: calibrationError(answers, emotions),
    confusion,
    classes,
  };
}
