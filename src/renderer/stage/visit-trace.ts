import './trace.css';
import type { Cue } from '../../protocol/messages.ts';
import type { VisitTrace } from '../../protocol/visit-trace.ts';
import { textFont } from './fonts.ts';
import { traceStrokes } from './trace-drawing.ts';
import { smooth, tracePath, type TracePath } from './trace-path.ts';

/** Finer than this no trace is drawn: a screen of 2160p shows it enlarged. */
const MOST_WIDTH = 1920;
/** How softly its front is drawn, as a share of the width. */
const SOFT_EDGE = 0.05;
/** A trace goes with its scene, at least so softly. */
const LEAST_FADE_MS = 600;

/** What the visit was, drawn over the clip of a scene that asks for it, and off the page with that scene. */
export class TraceLayer {
  readonly #stage: HTMLElement;
  #drawing: Drawing | null = null;

  constructor(stage: HTMLElement) {
    this.#stage = stage;
  }

  /** A cue is on: its trace is begun, the one before it fades. */
  show(cue: Cue, nowMs: number): void {
    const fadeMs = cue.transition.kind === 'cut' ? LEAST_FADE_MS : cue.transition.seconds * 1000;
    this.#drawing?.leave(Math.max(LEAST_FADE_MS, fadeMs));
    this.#drawing = cue.trace === undefined ? null : new Drawing(this.#stage, cue.trace, nowMs);
  }

  /** Called for each picture of the screen. */
  tick(nowMs: number): void {
    this.#drawing?.tick(nowMs);
  }

  close(): void {
    this.#drawing?.leave(0);
    this.#drawing = null;
  }
}

/** One trace, drawn once out of sight and then uncovered from left to right, a lamp at its end. */
class Drawing {
  readonly #trace: VisitTrace;
  readonly #beginsAtMs: number;
  readonly #box = document.createElement('div');
  readonly #canvas = document.createElement('canvas');
  readonly #lamp = document.createElement('i');
  #whole: OffscreenCanvas | null = null;
  #path: TracePath | null = null;
  /** What is still to be drawn out of sight, one for each picture of the screen. */
  readonly #strokes: (() => void)[] = [];
  /** Uncovered as far as here. */
  #shownX = 0;

  constructor(stage: HTMLElement, trace: VisitTrace, nowMs: number) {
    this.#trace = trace;
    this.#beginsAtMs = nowMs + trace.startMs;
    const box = this.#box;
    box.className = 'trace';
    box.style.top = `${trace.top * 100}%`;
    box.style.height = `${trace.height * 100}%`;
    box.role = 'img';
    box.ariaLabel = trace.steps.map(({ title }) => title).join(', ');
    box.append(this.#canvas, this.#lamp);
    stage.append(box);
    const scale = Math.min(1, MOST_WIDTH / Math.max(1, box.clientWidth * devicePixelRatio)) * devicePixelRatio;
    const { width, height } = {
      width: Math.round(box.clientWidth * scale),
      height: Math.round(box.clientHeight * scale),
    };
    Object.assign(this.#canvas, { width, height });
    void textFont.then(() => {
      this.#whole = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
      this.#path = tracePath(trace, width, height);
      const context = this.#whole.getContext('2d');
      if (context !== null) this.#strokes.push(...traceStrokes(context, trace, this.#path, { width, height }));
    });
  }

  tick(nowMs: number): void {
    const whole = this.#whole;
    const path = this.#path;
    if (whole !== null && this.#strokes.length > 0) {
      this.#strokes.shift()?.();
      return;
    }
    const progress = (nowMs - this.#beginsAtMs) / this.#trace.drawMs;
    if (whole === null || path === null || progress < 0 || this.#shownX >= whole.width) return;
    const isDone = progress >= 1;
    // Gently off, gently to a stop.
    const headX = path.left + (path.right - path.left) * (0.3 * Math.min(1, progress) + 0.7 * smooth(progress));
    this.#uncover(whole, isDone ? whole.width : Math.floor(headX), isDone ? 0 : whole.width * SOFT_EDGE);
    const shrink = this.#box.clientWidth / whole.width;
    this.#lamp.style.transform = `translate(${headX * shrink}px, ${path.yAt(headX) * shrink}px)`;
    this.#lamp.dataset.on = String(!isDone);
  }

  /** As far as a place, the last of it fading. */
  #uncover(whole: OffscreenCanvas, toX: number, edge: number): void {
    const context = this.#canvas.getContext('2d');
    const [x, width] = [this.#shownX, toX - this.#shownX];
    if (context === null || width < 1) return;
    context.clearRect(x, 0, width, whole.height);
    context.drawImage(whole, x, 0, width, whole.height, x, 0, width, whole.height);
    // What is plain stays as it is; only the edge is drawn again at the next picture.
    this.#shownX = Math.max(x, Math.floor(toX - edge));
    if (edge === 0) return;
    context.save();
    context.beginPath();
    context.rect(this.#shownX, 0, toX - this.#shownX, whole.height);
    context.clip();
    const fade = context.createLinearGradient(toX - edge, 0, toX, 0);
    fade.addColorStop(0, '#000');
    fade.addColorStop(1, '#0000');
    context.fillStyle = fade;
    context.globalCompositeOperation = 'destination-in';
    context.fillRect(this.#shownX, 0, toX - this.#shownX, whole.height);
    context.restore();
  }

  leave(fadeMs: number): void {
    const box = this.#box;
    this.#whole = null;
    if (fadeMs === 0) {
      box.remove();
      return;
    }
    box.style.transition = `opacity ${fadeMs}ms linear`;
    box.style.opacity = '0';
    setTimeout(() => box.remove(), fadeMs + 50);
  }
}
