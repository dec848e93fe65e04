/** Inverse Fourier transforms of square complex fields, in place, unscaled: x(n) = sum of X(k) e^(+i2πkn/N). */

const plans = new Map();

/** Bit-reversed order and roots of unity for one length. */
function planFor(n) {
  const known = plans.get(n);
  if (known) return known;
  const bits = Math.log2(n);
  const order = Uint16Array.from({ length: n }, (_, i) => {
    let reversed = 0;
    for (let b = 0; b < bits; b++) reversed |= ((i >> b) & 1) << (bits - 1 - b);
    return reversed;
  });
  const cos = Float32Array.from({ length: n / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / n));
  const sin = Float32Array.from({ length: n / 2 }, (_, i) => Math.sin((2 * Math.PI * i) / n));
  const plan = { order, cos, sin, line: new Float32Array(2 * n) };
  plans.set(n, plan);
  return plan;
}

/** Transforms `n` complex numbers that start at `offset` and lie `stride` numbers apart (real, imaginary pairs). */
function transformLine(data, n, offset, stride, plan) {
  const { order, cos, sin, line } = plan;
  for (let i = 0; i < n; i++) {
    const from = 2 * (offset + order[i] * stride);
    line[2 * i] = data[from];
    line[2 * i + 1] = data[from + 1];
  }
  for (let half = 1; half < n; half *= 2) {
    const step = n / (2 * half);
    for (let start = 0; start < n; start += 2 * half)
      for (let j = 0; j < half; j++) {
        const a = 2 * (start + j);
        const b = a + 2 * half;
        const wr = cos[j * step];
        const wi = sin[j * step];
        const re = line[b] * wr - line[b + 1] * wi;
        const im = line[b] * wi + line[b + 1] * wr;
        line[b] = line[a] - re;
        line[b + 1] = line[a + 1] - im;
        line[a] += re;
        line[a + 1] += im;
      }
  }
  for (let i = 0; i < n; i++) {
    const to = 2 * (offset + i * stride);
    data[to] = line[2 * i];
    data[to + 1] = line[2 * i + 1];
  }
}

/** @param {Float32Array} data n·n complex numbers, row by row. @param {number} n a power of two */
export function inverseFft2d(data, n) {
  const plan = planFor(n);
  for (let row = 0; row < n; row++) transformLine(data, n, row * n, 1, plan);
  for (let column = 0; column < n; column++) transformLine(data, n, column, n, plan);
}
