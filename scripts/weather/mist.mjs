/** Fog that lies on the water and thins upwards, with wisps that drift before and behind one another. */
import { HEIGHT, riseOfRow, sideOfColumn } from './camera.mjs';
import { readNoise } from './noise.mjs';
import { directionOf } from './sky.mjs';

const smooth = (from, to, value) => {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/** Three curtains of wisps: metres away, their part in the fog, their place in the noise. */
const CURTAINS = [
  { away: 70, part: 0.18, place: 0.11 },
  { away: 220, part: 0.36, place: 0.37 },
  { away: 900, part: 0.46, place: 0.71 },
];

/** Lays the look's mist over `picture` (red, green, blue, metres). */
export function addMist(picture, width, height, look, noise, seconds) {
  const { density, height: depth, wisps, drift, colour, glow } = look.mist;
  const sun = directionOf(look.sun.at);
  const ground = Math.exp(-HEIGHT / depth) * density * 0.001;
  for (let row = 0; row < height; row++) {
    const rise = riseOfRow(row, height);
    for (let column = 0; column < width; column++) {
      const i = (row * width + column) * 4;
      const side = sideOfColumn(column, width);
      const norm = 1 / Math.sqrt(side * side + rise * rise + 1);
      const distance = picture[i + 3];
      const reach = Math.min(distance, 20000);
      // The length of fog along a line of sight, weighed by its density, is known in closed form.
      const climb = (rise * norm) / depth;
      const path = Math.abs(climb * reach) < 1e-3 ? reach : (1 - Math.exp(-climb * reach)) / climb;
      let patchy = 1;
      let tone = 1;
      if (wisps > 0) {
        let n = 0;
        for (const { away, part, place } of CURTAINS) {
          const behind = smooth(away * 0.3, away, distance);
          if (behind === 0) continue;
          const scale = 1 / (away * 0.55 + 60);
          const px = (side * away + drift * seconds) * scale;
          const py = rise * away * 3 * scale;
          const wide = readNoise(noise.soft, px, py, place + seconds * 0.006);
          const fine = readNoise(noise.puff, px * 2.7, py * 2.7, place + 0.4 + seconds * 0.009);
          n += smooth(0.3, 0.85, wide * 0.75 + fine * 0.3) * part * behind;
        }
        patchy = 1 + wisps * (1.6 * n - 0.75);
        tone = 0.94 + 0.12 * n * wisps;
      }
      const share = 1 - Math.exp(-path * ground * patchy);
      const near = Math.max(0, (side * sun[0] + rise * sun[1] + sun[2]) * norm);
      const near8 = near ** 8;
      const shine = 0.5 * near8 + 0.9 * near8 ** 11;
      for (let c = 0; c < 3; c++) picture[i + c] += ((colour[c] + glow[c] * shine) * tone - picture[i + c]) * share;
    }
  }
}
