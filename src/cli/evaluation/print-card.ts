import type { Emotion } from '../../protocol/emotions.ts';
import type { Interval, ScoreCard } from './score-card.ts';

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
const between = ({ low, high }: Interval): string => `${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)}`;

/** A recogniser's figures as text for a terminal. */
export function printCard(recogniser: string, emotions: readonly Emotion[], card: ScoreCard): string {
  const choices = Object.values(card.confusion).some((row) => row.none !== undefined)
    ? [...emotions, 'none']
    : emotions;
  const width = 10;
  const lines = [
    '',
    `${recogniser}: ${card.count} over ${emotions.join(', ')}`,
    `  a face was found in   ${card.detected} (${percent(card.detected / Math.max(1, card.count))})`,
    `  accuracy              ${percent(card.accuracy)}  (95 %: ${between(card.accuracyInterval)})`,
    `  balanced accuracy     ${percent(card.balancedAccuracy)}  (95 %: ${between(card.balancedInterval)})`,
    `  macro F1              ${card.macroF1.toFixed(3)}`,
    `  calibration error     ${card.calibrationError.toFixed(3)}`,
    `  ${'true'.padEnd(width)} ${choices.map((choice) => choice.padStart(width)).join(' ')}     recall  precision`,
  ];
  for (const emotion of emotions) {
    const row = card.confusion[emotion] ?? {};
    const found = card.classes[emotion];
    const cells = choices.map((choice) => String(row[choice] ?? 0).padStart(width)).join(' ');
    const figures =
      found === undefined ? '' : `${percent(found.recall).padStart(10)} ${percent(found.precision).padStart(10)}`;
    lines.push(`  ${emotion.padEnd(width)} ${cells} ${figures}`);
  }
  return `${lines.join('\n')}\n`;
}
