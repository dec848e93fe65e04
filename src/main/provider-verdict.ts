import { EMOTIONS } from '../protocol/emotions.ts';
import type { WarmUpLook } from '../protocol/perception-messages.ts';
import type { Reading } from '../protocol/reading.ts';

/** What comes of an execution provider's looks at the warm-up picture, held against the processor's. */
export type Verdict =
  | { readonly type: 'wait' }
  | { readonly type: 'take'; readonly why: string }
  | { readonly type: 'drop'; readonly why: string };

/** "A provider that gives other numbers than the CPU (largest difference over 1e-2 ...)". */
export const LARGEST_DIFFERENCE = 1e-2;

/** The first look compiles the networks for the device; it says nothing about speed. */
const UNTIMED = 1;

/**
 * Judges what is known so far: as soon as a number is off, or the faces alone take longer than the processor's whole
 * frame, no further look is waited for. @param cpu every look of the processor.
 */
export function judgeProvider(cpu: readonly WarmUpLook[], other: readonly WarmUpLook[]): Verdict {
  const difference = largestDifference(cpu, other);
  if (difference > LARGEST_DIFFERENCE) {
    return { type: 'drop', why: `gives other numbers than the CPU (largest difference ${difference.toFixed(3)})` };
  }
  const cpuMs = medianMs(cpu, 'quick');
  const facesMs = medianMs(other, 'whole');
  if (facesMs !== null && cpuMs !== null && facesMs > cpuMs) {
    return { type: 'drop', why: `slower than the CPU: ${ms(facesMs)} for a face alone, the CPU ${ms(cpuMs)} a frame` };
  }
  if (other.length < cpu.length) return { type: 'wait' };
  const otherMs = medianMs(other, 'quick');
  if (cpuMs === null || otherMs === null) return { type: 'drop', why: 'the warm-up picture was not read' };
  const both = `${ms(otherMs)} a frame, the CPU ${ms(cpuMs)}`;
  return otherMs > cpuMs
    ? { type: 'drop', why: `slower than the CPU: ${both}` }
    : { type: 'take', why: `the numbers of the CPU and faster: ${both}` };
}

/** Of scores, look by look; 1 where one sees a face that the other does not. */
function largestDifference(cpu: readonly WarmUpLook[], other: readonly WarmUpLook[]): number {
  return other.reduce((most, look, index) => {
    const same = cpu[index];
    return same === undefined ? most : Math.max(most, betweenReadings(same.reading, look.reading));
  }, 0);
}

/** The largest difference of any score between two readings of one picture, 0..1. */
export function betweenReadings(a: Reading, b: Reading): number {
  if (a.faces.length !== b.faces.length) return 1;
  return a.faces.reduce((most, face, index) => {
    const other = b.faces[index]?.scores ?? null;
    if (face.scores === null || other === null) return face.scores === other ? most : 1;
    const { scores } = face;
    return Math.max(most, ...EMOTIONS.map((emotion) => Math.abs(scores[emotion] - other[emotion])));
  }, 0);
}

/** Of the timed looks; null before there is one. */
export function medianMs(looks: readonly WarmUpLook[], search: WarmUpLook['search']): number | null {
  const times = looks.filter((look) => look.search === search).map((look) => look.reading.tookMs);
  const timed = times.slice(UNTIMED).sort((a, b) => a - b);
  return timed[Math.floor(timed.length / 2)] ?? null;
}

function ms(value: number): string {
  return `${value.toFixed(value < 100 ? 1 : 0)} ms`;
}
