/** A change from one clip's tone to another's in the recorded sound. */
export interface SoundCut {
  readonly fromHz: number;
  readonly toHz: number;
  /** Positive: silence between the two; negative: both at once. Half of the full level counts as there. */
  readonly gapMs: number;
}

/** Long enough to tell tones of 600 Hz apart, short enough to see a millisecond's edge in its middle. */
const WINDOW_S = 0.005;
const HOP_S = 0.0005;
const LEVEL = 0.25;
/** Two tones that follow each other further apart than this were stopped and started, not cut. */
const LONGEST_GAP_MS = 400;

/** How strong a tone is around each hop, as a share of a clip's full level. */
function strength(samples: Float32Array, rate: number, hz: number): Float32Array {
  const window = Math.round(WINDOW_S * rate);
  const hop = Math.round(HOP_S * rate);
  const cos = new Float64Array(samples.length + 1);
  const sin = new Float64Array(samples.length + 1);
  for (const [index, value] of samples.entries()) {
    const angle = (2 * Math.PI * hz * index) / rate;
    cos[index + 1] = cos[index]! + value * Math.cos(angle);
    sin[index + 1] = sin[index]! + value * Math.sin(angle);
  }
  return Float32Array.from({ length: Math.max(0, Math.floor((samples.length - window) / hop)) }, (_, index) => {
    const [from, to] = [index * hop, index * hop + window];
    return (2 * Math.hypot(cos[to]! - cos[from]!, sin[to]! - sin[from]!)) / window / LEVEL;
  });
}

/** Each change from one tone to another, in order. */
export function soundCuts(samples: Float32Array, rate: number, tonesHz: readonly number[]): readonly SoundCut[] {
  const strengths = tonesHz.map((hz) => strength(samples, rate, hz));
  const cuts: SoundCut[] = [];
  const hops = strengths[0]?.length ?? 0;
  let current: number | null = null;
  let lastHeard = 0;
  const begun = new Map<number, number>();
  for (let hop = 0; hop < hops; hop++) {
    for (const [tone, values] of strengths.entries()) {
      if (values[hop]! < 0.5) {
        if (tone !== current) begun.delete(tone);
        continue;
      }
      if (!begun.has(tone)) begun.set(tone, hop);
      if (tone === current) lastHeard = hop;
      // A tone counts as the new one once it has been there for 40 ms: an edge's own splash does not.
      else if ((hop - begun.get(tone)!) * HOP_S >= 0.04 && (current === null || strengths[current]![hop]! < 0.5)) {
        const gapMs = (begun.get(tone)! - lastHeard) * HOP_S * 1000;
        if (current !== null && gapMs < LONGEST_GAP_MS) {
          cuts.push({ fromHz: tonesHz[current]!, toHz: tonesHz[tone]!, gapMs });
        }
        current = tone;
        lastHeard = hop;
      }
    }
  }
  return cuts;
}

/** How long a tone was there, milliseconds in all. */
export function toneMs(samples: Float32Array, rate: number, hz: number): number {
  return strength(samples, rate, hz).filter((value) => value >= 0.5).length * HOP_S * 1000;
}
