/** The sky without clouds: four colours up each side, and a glow round the sun. */

/** Elevations of the four colours as square roots of degrees (0, 5, 18, 70), and how far each reaches. */
const PLACES = [0, 2.236, 4.243, 8.367];
const REACHES = [1.3, 1.35, 1.7, 3.2];
const DEGREES = 180 / Math.PI;

const smooth = (from, to, value) => {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/**
 * @returns a function that writes the radiance of the air in direction (x, y, z) into `out[0..2]`.
 * @param look the scene's look. @param {readonly number[]} sun unit vector towards the sun
 */
export function airOf(look, sun) {
  const { toward, away } = look.air;
  const [innerGain, innerWidth, outerGain, outerWidth] = look.sun.aureole;
  const { glow } = look.sun;
  const sunAcross = Math.hypot(sun[0], sun[2]) + 1e-5;
  const weights = [0, 0, 0, 0];
  return (x, y, z, out) => {
    const height = Math.sqrt(Math.asin(Math.min(1, Math.max(0, y))) * DEGREES);
    let total = 0;
    // Weighted by distance on a stretched scale, so that there is no edge between two colours.
    for (let i = 0; i < 4; i++) {
      const d = (PLACES[i] - height) / REACHES[i];
      total += weights[i] = Math.exp(-d * d) + 1e-5;
    }
    const facing = (x * sun[0] + z * sun[2]) / ((Math.hypot(x, z) + 1e-5) * sunAcross);
    const side = smooth(0.55, 1, facing * 0.5 + 0.5);
    const off = Math.acos(Math.min(1, Math.max(-1, x * sun[0] + y * sun[1] + z * sun[2]))) * DEGREES;
    const shine = innerGain * Math.exp(-off / innerWidth) + outerGain * Math.exp(-off / outerWidth);
    for (let c = 0; c < 3; c++) {
      let sum = 0;
      for (let i = 0; i < 4; i++) sum += weights[i] * (away[i][c] + (toward[i][c] - away[i][c]) * side);
      out[c] = sum / total + glow[c] * shine;
    }
  };
}
