import type { VisitTrace } from '../../protocol/visit-trace.ts';
import { TYPEFACE } from './fonts.ts';
import type { TracePath } from './trace-path.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}
type Context = OffscreenCanvasRenderingContext2D;

/** A stroke's glow: wide and faint, narrow and clear. Strokes are cheaper than a blur where there is no GPU. */
const GLOW: readonly (readonly [width: number, alpha: number])[] = [
  [9, 0.05],
  [4.5, 0.12],
  [1.6, 0.85],
];

/** A smaller share of the mood is not drawn. */
const LEAST_SHARE = 0.02;

/**
 * Draws all of a visit's trace: ways that were open, waves of the mood, the path, and the words beneath. It comes in
 * strokes, each short enough for one picture of the screen: the film beneath goes on.
 */
export function traceStrokes(
  context: Context,
  trace: VisitTrace,
  path: TracePath,
  size: Size,
): readonly (() => void)[] {
  /** Sizes are those of a picture of 1920. */
  const unit = size.width / 1920;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  return [
    () => drawOthers(context, trace, path, unit),
    ...path.waves.map((wave, index) => () => {
      drawWave(context, wave, trace.emotions[index]?.colour ?? trace.ink, path, unit);
    }),
    () => drawPath(context, trace, path, unit),
    () => {
      if (trace.titles) drawWords(context, trace, path, size, unit);
    },
  ];
}

function drawOthers(context: Context, { ink }: VisitTrace, { others }: TracePath, unit: number): void {
  for (const { fromX, fromY, toX, toY } of others) {
    const fade = context.createLinearGradient(fromX, 0, toX, 0);
    fade.addColorStop(0, withAlpha(ink, 0.42));
    fade.addColorStop(0.45, withAlpha(ink, 0.24));
    fade.addColorStop(1, withAlpha(ink, 0));
    context.strokeStyle = fade;
    context.lineWidth = 1.1 * unit;
    context.beginPath();
    context.moveTo(fromX, fromY);
    const bendX = fromX + (toX - fromX) * 0.4;
    context.bezierCurveTo(bendX, fromY, bendX, toY, toX, toY);
    context.stroke();
  }
}

function drawWave(
  context: Context,
  wave: TracePath['waves'][number],
  colour: string,
  path: TracePath,
  unit: number,
): void {
  context.globalCompositeOperation = 'lighter';
  context.lineCap = 'butt';
  // A wave is the plainer the more of it was there: what was hardly felt is hardly seen.
  for (let at = 1; at < wave.length; at++) {
    const [before, point] = [wave[at - 1], wave[at]];
    if (before === undefined || point === undefined || point.share < LEAST_SHARE) continue;
    context.fillStyle = withAlpha(colour, 0.17 * Math.min(1, point.share * 1.6));
    context.beginPath();
    context.moveTo(before.x, path.yAt(before.x));
    context.lineTo(before.x, before.y);
    context.lineTo(point.x, point.y);
    context.lineTo(point.x, path.yAt(point.x));
    context.fill();
    for (const [width, alpha] of GLOW) {
      context.lineWidth = width * unit;
      context.strokeStyle = withAlpha(colour, alpha * Math.min(1, 0.15 + point.share * 1.4));
      context.beginPath();
      context.moveTo(before.x, before.y);
      context.lineTo(point.x, point.y);
      context.stroke();
    }
  }
  context.lineCap = 'round';
  context.globalCompositeOperation = 'source-over';
}

function drawPath(context: Context, { ink, steps }: VisitTrace, path: TracePath, unit: number): void {
  const line = new Path2D();
  for (let x = path.left; x <= path.right; x += 2) line.lineTo(x, path.yAt(x));
  for (const [width, alpha] of GLOW) {
    context.lineWidth = width * unit;
    context.strokeStyle = withAlpha(ink, alpha);
    context.stroke(line);
  }
  // It ends open: a ring.
  context.lineWidth = 1.4 * unit;
  context.strokeStyle = ink;
  context.beginPath();
  context.arc(path.right + 5 * unit, path.yAt(path.right), 5 * unit, 0, 2 * Math.PI);
  context.stroke();
  for (const { x, y } of path.nodes.slice(0, steps.length)) {
    const glow = context.createRadialGradient(x, y, 0, x, y, 16 * unit);
    glow.addColorStop(0, withAlpha(ink, 0.55));
    glow.addColorStop(1, withAlpha(ink, 0));
    context.fillStyle = glow;
    context.fillRect(x - 16 * unit, y - 16 * unit, 32 * unit, 32 * unit);
    context.fillStyle = ink;
    context.beginPath();
    context.arc(x, y, 3.6 * unit, 0, 2 * Math.PI);
    context.fill();
  }
}

/** The title of each scene beneath its place, and over it what decided, in its colour; what would overlap is left out. */
function drawWords(context: Context, trace: VisitTrace, path: TracePath, size: Size, unit: number): void {
  const baseline = size.height - 10 * unit;
  context.textBaseline = 'alphabetic';
  let freeX = -Infinity;
  for (const [index, { title, emotion }] of trace.steps.entries()) {
    const node = path.nodes[index];
    if (node === undefined) continue;
    context.font = `300 ${25 * unit}px ${TYPEFACE}`;
    context.letterSpacing = `${0.6 * unit}px`;
    const width = context.measureText(title).width;
    // The last scene's title ends where the path does, if there is no room after it.
    const x = Math.min(node.x, size.width - width - 12 * unit);
    if (x < freeX) continue;
    freeX = x + width + 9 * unit;
    const stem = context.createLinearGradient(0, node.y, 0, baseline - 58 * unit);
    stem.addColorStop(0, withAlpha(trace.ink, 0.42));
    stem.addColorStop(1, withAlpha(trace.ink, 0.06));
    context.fillStyle = stem;
    context.fillRect(node.x - 0.5 * unit, node.y, unit, baseline - 58 * unit - node.y);
    context.shadowColor = 'rgb(0 0 0 / 0.6)';
    context.shadowBlur = 6 * unit;
    context.fillStyle = withAlpha(trace.ink, 0.94);
    context.fillText(title, x, baseline);
    const felt = trace.emotions.find((one) => one.emotion === emotion);
    if (felt !== undefined) {
      context.font = `400 ${17 * unit}px ${TYPEFACE}`;
      context.letterSpacing = `${2.2 * unit}px`;
      context.fillStyle = felt.colour;
      context.fillText(felt.word, x, baseline - 33 * unit);
    }
    context.shadowBlur = 0;
  }
}

function withAlpha(hex: string, alpha: number): string {
  return `${hex}${Math.round(Math.min(1, Math.max(0, alpha)) * 255)
    .toString(16)
    .padStart(2, '0')}`;
}
