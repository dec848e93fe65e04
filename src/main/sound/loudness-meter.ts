import { LEVEL_MS, loudnessOfPower, type SoundLevels } from '../../film/loudness.ts';

/** A filter of second order, `y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y''`. */
interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/**
 * The K weighting at any sample rate: a shelf for the head and a high pass. BS.1770 prints the coefficients for 48 kHz
 * only; these are the analogue filters that give them (Brecht De Man, "Evaluation of implementations of the EBU R128
 * loudness measurement", AES 2018), by the bilinear transform.
 */
export function kWeighting(sampleRate: number): readonly [Biquad, Biquad] {
  return [shelf(sampleRate, 1681.974450955533, 3.999843853973347, 0.7071752369554196), highPass(sampleRate)];
}

function shelf(sampleRate: number, frequency: number, gainDb: number, q: number): Biquad {
  const k = Math.tan((Math.PI * frequency) / sampleRate);
  const high = 10 ** (gainDb / 20);
  const band = high ** 0.4996667741545416;
  const a0 = 1 + k / q + k * k;
  return {
    b: [(high + (band * k) / q + k * k) / a0, (2 * (k * k - high)) / a0, (high - (band * k) / q + k * k) / a0],
    a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0],
  };
}

function highPass(sampleRate: number): Biquad {
  const q = 0.5003270373238773;
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const a0 = 1 + k / q + k * k;
  return { b: [1, -2, 1], a: [(2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0] };
}

/** Adds up the loudness of sound that comes piece by piece. */
export class LoudnessMeter {
  readonly #channels: readonly Channel[];
  readonly #weights: readonly number[];
  readonly #samplesALevel: number;
  readonly #levels: number[] = [];
  #power = 0;
  #samples = 0;

  /**
   * @param weights how much each channel counts: 1 for those in front, 1.41 for the surrounds, 0 for the low one.
   * @param fromMs when the sound begins; what is before is silence.
   */
  constructor(sampleRate: number, weights: readonly number[], fromMs = 0) {
    const filters = kWeighting(sampleRate);
    this.#weights = weights;
    this.#channels = weights.map(() => new Channel(filters));
    this.#samplesALevel = Math.round((sampleRate * LEVEL_MS) / 1000);
    for (let ms = LEVEL_MS; ms <= fromMs; ms += LEVEL_MS) this.#levels.push(loudnessOfPower(0));
  }

  /** The next piece: samples from -1 to 1, one array a channel, all of one length. */
  add(planes: readonly Float32Array[]): void {
    const length = planes[0]?.length ?? 0;
    for (let index = 0; index < length; index++) {
      for (let channel = 0; channel < planes.length; channel++) {
        const weight = this.#weights[channel] ?? 0;
        if (weight === 0) continue;
        const weighted = this.#channels[channel]?.filter(planes[channel]?.[index] ?? 0) ?? 0;
        this.#power += weight * weighted * weighted;
      }
      this.#samples += 1;
      if (this.#samples === this.#samplesALevel) this.#close();
    }
  }

  /** What was heard. A last piece of less than 100 ms is left out. */
  levels(): SoundLevels {
    return this.#levels.map((level) => Math.round(level * 10) / 10);
  }

  #close(): void {
    this.#levels.push(loudnessOfPower(this.#power / this.#samplesALevel));
    this.#power = 0;
    this.#samples = 0;
  }
}

/** One channel's two filters, one after the other (transposed direct form II: two memories each). */
class Channel {
  readonly #first: Biquad;
  readonly #second: Biquad;
  #m0 = 0;
  #m1 = 0;
  #n0 = 0;
  #n1 = 0;

  constructor([first, second]: readonly [Biquad, Biquad]) {
    this.#first = first;
    this.#second = second;
  }

  filter(x: number): number {
    const { b, a } = this.#first;
    const y = b[0] * x + this.#m0;
    this.#m0 = b[1] * x - a[0] * y + this.#m1;
    this.#m1 = b[2] * x - a[1] * y;
    const { b: d, a: c } = this.#second;
    const z = d[0] * y + this.#n0;
    this.#n0 = d[1] * y - c[0] * z + this.#n1;
    this.#n1 = d[2] * y - c[1] * z;
    return z;
  }
}
