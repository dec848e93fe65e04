/**
 * The light of the sea: the sky mirrored by waves that are seen and by waves too small to be seen (after E. Bruneton
 * et al., "Real-time Realistic Ocean Lighting", 2010), light from the water itself, the sun's glitter, foam, air.
 */
import { HEIGHT, riseOfRow, sideOfColumn } from './camera.mjs';
import { readTile } from './image.mjs';
import { readNoise } from './noise.mjs';
import { TILES, TILE_WAVES } from './ocean.mjs';
import { noiseOfPixel } from './random.mjs';
import { directionOf, lookUp } from './sky.mjs';

/** From this share of the picture's height on water is so near, its ripples so large, that one row in two will do. */
const NEAR = 0.7;

/** The smallest copy of a tile: a single point. */
const TILE_LEVEL = Math.log2(TILE_WAVES);

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
const smooth = (from, to, value) => {
  const t = clamp((value - from) / (to - from), 0, 1);
  return t * t * (3 - 2 * t);
};

/** Share of light that water mirrors, by the cosine of its angle. */
function schlick(facing) {
  const x = 1 - clamp(facing, 0, 1);
  const x2 = x * x;
  return 0.02 + 0.98 * x2 * x2 * x;
}

/** The copy of a tile to read: whole, and no smaller than a point. */
const levelOf = (level) => (level <= 0 ? 0 : level >= TILE_LEVEL ? TILE_LEVEL : level | 0);

/** Writes light and distance of every point of the sea into `picture` (red, green, blue, metres). */
export function lightWater(picture, surface, tiles, map, look, noise, seconds) {
  const { width, height, firstRow, restX, restZ, high, foam, top } = surface;
  const { water, ripples, rings, glitter, sparkle, foam: foamLight, visibility, mirror } = look.surface;
  const { shadow } = look;
  const sun = directionOf(look.sun.at);
  const sunLight = look.sun.light;
  const shines = glitter > 0 && sunLight[0] > 0;
  const point = (2 * 0.4663) / width;
  const sizes = TILES.map((tile) => 7 - Math.log2(tile.size));
  const turns = TILES.map(({ turn, size }) => [Math.cos(turn) / size, Math.sin(turn) / size]);
  const [size0, size1, size2] = sizes;
  const [[c0, s0], [c1, s1], [c2, s2]] = turns;
  const [slopes0, slopes1, slopes2] = tiles.map((tile) => tile.slopes);
  const [waterR, waterG, waterB] = water;
  const [sunX, sunY, sunZ] = sun;
  const smallest = ripples + rings;
  const lean = new Float64Array(4);
  const sky = new Float64Array(4);
  const rises = Float64Array.from({ length: height }, (_, row) => Math.min(riseOfRow(row, height), -1e-4));

  // What each column of the picture has for itself: its angle, its heading, the air before its horizon.
  const sides = Float64Array.from({ length: width }, (_, column) => sideOfColumn(column, width));
  const aheads = new Float64Array(2 * width);
  const hazes = new Float64Array(3 * width);
  for (let column = 0; column < width; column++) {
    const length = Math.hypot(sides[column], 1);
    aheads[2 * column] = sides[column] / length;
    aheads[2 * column + 1] = 1 / length;
    lookUp(map, 2, sides[column] / length, 0.012, 1 / length, sky);
    hazes.set([sky[0], sky[1], sky[2]], 3 * column);
  }

  const near = Math.floor(height * NEAR);
  for (let row = firstRow; row < height; row++) {
    if (row > near && row < height - 1 && (row - near) % 2 === 1) continue;
    const rise = rises[row];
    for (let column = 0; column < width; column++) {
      if (row < top[column]) continue;
      const at = (row - firstRow) * width + column;
      const rx = restX[at];
      const rz = restZ[at];
      const hy = high[at];
      const side = sides[column];
      const norm = 1 / Math.sqrt(side * side + rise * rise + 1);
      const vx = -side * norm;
      const vy = -rise * norm;
      const vz = -norm;
      const distance = Math.sqrt(rx * rx + rz * rz + (HEIGHT - hy) * (HEIGHT - hy));
      const wide = distance * point;
      const deep = wide / Math.max(vy, 0.0015);
      // A point far out is a long thin strip of water. Looking along it through one square window would iron out
      // every wave; a window a little longer than wide keeps the lines of the crests.
      const logWindow = Math.log2(wide) * 0.62 + Math.log2(deep) * 0.38;
      const dither = noiseOfPixel(column, row);
      readTile(slopes0, levelOf(logWindow + size0 + dither), c0 * rx + s0 * rz, -s0 * rx + c0 * rz, lean);
      let sx = lean[0];
      let sz = lean[1];
      let lostX = Math.max(0, lean[2] - lean[0] * lean[0]);
      let lostZ = Math.max(0, lean[3] - lean[1] * lean[1]);
      readTile(slopes1, levelOf(logWindow + size1 + dither), c1 * rx + s1 * rz, -s1 * rx + c1 * rz, lean);
      sx += lean[0];
      sz += lean[1];
      lostX += Math.max(0, lean[2] - lean[0] * lean[0]);
      lostZ += Math.max(0, lean[3] - lean[1] * lean[1]);
      readTile(slopes2, levelOf(logWindow + size2 + dither), c2 * rx + s2 * rz, -s2 * rx + c2 * rz, lean);
      sx += lean[0];
      sz += lean[1];
      lostX += Math.max(0, lean[2] - lean[0] * lean[0]);
      lostZ += Math.max(0, lean[3] - lean[1] * lean[1]);
      if (distance > 300) {
        // The strip is longer than the window: part of what is still told apart is in truth lost as well.
        const blur = clamp(1 - 2 ** logWindow / deep, 0, 1) * smooth(300, 4000, distance);
        lostX += sx * sx * blur;
        lostZ += sz * sz * blur;
        sx *= 1 - 0.75 * blur;
        sz *= 1 - 0.75 * blur;
      }
      const varX = lostX + smallest;
      const varZ = lostZ + smallest;
      const aheadX = aheads[2 * column];
      const aheadZ = aheads[2 * column + 1];
      const deviation = Math.sqrt(varX * aheadX * aheadX + varZ * aheadZ * aheadZ);
      const level = Math.floor(clamp(2.6 + Math.log2(deviation * 6) + dither, 0, 5));

      let r = 0;
      let g = 0;
      let b = 0;
      let seen = 0;
      let mirrored = 0;
      // The mirror's three looks: along the middle slope, and one and a third deviations to either side. Far water
      // is rough and seen at a flat angle: it mirrors the sky well above the horizon.
      for (let i = -1; i <= 1; i++) {
        const px = sx + aheadX * deviation * 1.35 * i;
        const pz = sz + aheadZ * deviation * 1.35 * i;
        const square = px * px + 1 + pz * pz;
        const inverse = 1 / Math.sqrt(square);
        const facing = (-px * vx + vy - pz * vz) * inverse;
        const weight = ((i === 0 ? 0.6 : 0.2) * Math.max(facing, 0.002)) / inverse;
        const twice = 2 * facing * inverse;
        const f = schlick(facing) * weight;
        lookUp(map, level, -px * twice - vx, Math.abs(twice - vy) + 0.002, -pz * twice - vz, sky);
        r += f * sky[0];
        g += f * sky[1];
        b += f * sky[2];
        mirrored += f;
        seen += weight;
      }
      const gain = mirror / seen;
      const dark = 1 - Math.min(1, mirrored / seen);

      let shade = 1;
      if (shadow.amount > 0) {
        const qx = (rx + shadow.drift * seconds) / shadow.size;
        const qz = (rz - 0.4 * shadow.drift * seconds) / shadow.size;
        const n =
          readNoise(noise.soft, qx * 0.5, qz, shadow.place) * 0.65 +
          readNoise(noise.puff, qx * 1.15, qz * 2.3, shadow.place + 0.4) * 0.35;
        shade = 1 - shadow.amount * (1 - smooth(0.46, 0.62, n));
      }
      const body = dark * clamp(0.5 + 0.35 * hy, 0.2, 1.6) * (0.4 + 0.6 * shade);
      r = r * gain + waterR * body;
      g = g * gain + waterG * body;
      b = b * gain + waterB * body;

      if (shines) {
        const hx = vx + sunX;
        const hh = vy + sunY;
        const hz = vz + sunZ;
        const missX = -hx / hh - sx;
        const missZ = -hz / hh - sz;
        const spreadX = varX + 0.0006;
        const spreadZ = varZ + 0.0006;
        const far = (missX * missX) / spreadX + (missZ * missZ) / spreadZ;
        if (far < 24) {
          const chance = Math.exp(-0.5 * far) / (2 * Math.PI * Math.sqrt(spreadX * spreadZ));
          const half = 1 / Math.sqrt(hx * hx + hh * hh + hz * hz);
          const up = hh * half;
          const mirror = schlick((hx * vx + hh * vy + hz * vz) * half);
          let shine = (chance * mirror) / (4 * up * up * up * up * Math.max(vy, 0.02 + 0.5 * deviation));
          // Facets are few: a point holds some at one moment and none at the next.
          const gx = Math.floor(rx / Math.max(wide * 1.6, 0.03));
          const gz = Math.floor(Math.log2(rz) * 170);
          const turn = noiseOfPixel(gx, gz) + seconds * (0.3 + 0.5 * Math.floor(noiseOfPixel(gx + 7, gz + 7) * 4));
          const near = 1 - Math.abs((turn - Math.floor(turn)) * 2 - 1);
          shine = Math.min(14, shine * (1 + sparkle * (near * near * near * near * 5 - 1))) * glitter * shade;
          r += sunLight[0] * shine;
          g += sunLight[1] * shine;
          b += sunLight[2] * shine;
        }
      }

      const white = Math.min(1, foam[at]);
      if (white > 0.01) {
        const lace =
          readNoise(noise.knot, rx / 5, rz / 5, 0.3) * 0.55 + readNoise(noise.grain, rx / 1.7, rz / 1.7, 0.7) * 0.45;
        const cover = smooth(0.95 - 0.75 * white, 1.05, lace + 0.35 * white) * Math.min(0.9, white * 1.6);
        r += (foamLight[0] - r) * cover;
        g += (foamLight[1] - g) * cover;
        b += (foamLight[2] - b) * cover;
      }

      const air = 1 - Math.exp(-distance / visibility);
      const i = (row * width + column) * 4;
      picture[i] = r + (hazes[3 * column] - r) * air;
      picture[i + 1] = g + (hazes[3 * column + 1] - g) * air;
      picture[i + 2] = b + (hazes[3 * column + 2] - b) * air;
      picture[i + 3] = distance;
    }
  }
  fillBetween(picture, width, height, near);
}

/** Gives the rows of near water that were left out what lies between their neighbours. */
function fillBetween(picture, width, height, near) {
  const stride = width * 4;
  for (let row = near + 1; row < height - 1; row += 2)
    for (let i = row * stride; i < (row + 1) * stride; i++)
      picture[i] = 0.5 * (picture[i - stride] + picture[i + stride]);
}
