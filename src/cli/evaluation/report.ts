import sharp, { type Sharp } from 'sharp';
import type { Emotion } from '../../protocol/emotions.ts';
import type { Answer, ScoreCard } from './score-card.ts';
import { chosen } from './score-card.ts';

interface Evaluated {
  readonly recogniser: string;
  readonly emotions: readonly Emotion[];
  readonly card: ScoreCard;
  readonly answers: readonly Answer[];
}

const WORST = 24;
const THUMB = 120;

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function matrix({ emotions, card }: Evaluated): string {
  const choices = [...emotions, 'none'];
  const head = choices.map((choice) => `<th>${choice}</th>`).join('');
  const rows = emotions.map((truth) => {
    const row = card.confusion[truth] ?? {};
    const sum = Object.values(row).reduce((a, b) => a + b, 0);
    const cells = choices.map((choice) => {
      const count = row[choice] ?? 0;
      const share = sum === 0 ? 0 : count / sum;
      const hue = choice === truth ? 150 : 15;
      return `<td style="background:hsl(${hue} 60% 45% / ${share.toFixed(2)})">${count}</td>`;
    });
    return `<tr><th>${truth}</th>${cells.join('')}</tr>`;
  });
  return `<table><tr><th></th>${head}</tr>${rows.join('')}</table>`;
}

function pictureOf({ name, pixels }: Answer): Sharp {
  if (pixels === undefined || pixels === null) return sharp(name);
  const side = Math.sqrt(pixels.length);
  return sharp(pixels, { raw: { width: side, height: side, channels: 1 } });
}

/** The surest wrong answers, with their pictures where a file can be shown. */
async function mistakes({ emotions, answers }: Evaluated): Promise<string> {
  const wrong = answers
    .map((answer) => ({ answer, choice: chosen(answer, emotions) }))
    .filter(({ answer, choice }) => choice !== answer.label)
    .map(({ answer, choice }) => ({ answer, choice, sure: choice === 'none' ? 0 : (answer.scores?.[choice] ?? 0) }))
    .sort((a, b) => b.sure - a.sure)
    .slice(0, WORST);
  const figures = await Promise.all(
    wrong.map(async ({ answer, choice, sure }) => {
      const thumb = await pictureOf(answer)
        .resize(THUMB, THUMB, { fit: 'cover' })
        .jpeg()
        .toBuffer()
        .catch(() => undefined);
      const picture =
        thumb === undefined ? '' : `<img alt="" src="data:image/jpeg;base64,${thumb.toString('base64')}">`;
      const said = choice === 'none' ? 'no face' : `${choice} ${(sure * 100).toFixed(0)} %`;
      return `<figure title="${escape(answer.name)}">${picture}<figcaption>${answer.label}, read as ${said}</figcaption></figure>`;
    }),
  );
  return figures.join('\n');
}

/** A page of its own, with nothing to fetch: for each recogniser its figures, its matrix and its worst mistakes. */
export async function reportPage(evaluated: readonly Evaluated[]): Promise<string> {
  const parts = await Promise.all(
    evaluated.map(async (one) => {
      const { card } = one;
      const line = `${card.count} pictures or sequences, a face found in ${card.detected}; accuracy ${(card.accuracy * 100).toFixed(1)} %, balanced ${(card.balancedAccuracy * 100).toFixed(1)} %, macro F1 ${card.macroF1.toFixed(3)}, calibration error ${card.calibrationError.toFixed(3)}`;
      return `<section><h2>${escape(one.recogniser)}</h2><p>${line}</p>${matrix(one)}<h3>Worst mistakes</h3>${await mistakes(one)}</section>`;
    }),
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>How faces were read</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fafafa}
table{border-collapse:collapse}th,td{padding:.4rem .7rem;text-align:right;border:1px solid #ddd}th{font-weight:500}
figure{display:inline-block;width:${THUMB}px;margin:.4rem;vertical-align:top}img{width:100%}figcaption{font-size:.8rem}
</style><h1>How faces were read</h1>${parts.join('\n')}</html>\n`;
}
