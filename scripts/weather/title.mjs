/** The film's name, drawn in thin strokes of light over the horizon. */

/** Each letter's strokes as points in a cell 1 wide and 1 high, y down; a stroke is a line from point to point. */
const LETTERS = {
  W: [
    [
      [0, 0],
      [0.24, 1],
      [0.5, 0.3],
      [0.76, 1],
      [1, 0],
    ],
  ],
  E: [
    [
      [0.86, 0],
      [0.14, 0],
      [0.14, 1],
      [0.86, 1],
    ],
    [
      [0.14, 0.49],
      [0.74, 0.49],
    ],
  ],
  A: [
    [
      [0.06, 1],
      [0.5, 0],
      [0.94, 1],
    ],
    [
      [0.23, 0.62],
      [0.77, 0.62],
    ],
  ],
  T: [
    [
      [0.06, 0],
      [0.94, 0],
    ],
    [
      [0.5, 0],
      [0.5, 1],
    ],
  ],
  H: [
    [
      [0.1, 0],
      [0.1, 1],
    ],
    [
      [0.9, 0],
      [0.9, 1],
    ],
    [
      [0.1, 0.49],
      [0.9, 0.49],
    ],
  ],
  R: [
    [
      [0.14, 1],
      [0.14, 0],
      [0.56, 0],
      [0.72, 0.05],
      [0.81, 0.15],
      [0.83, 0.27],
      [0.79, 0.39],
      [0.7, 0.48],
      [0.56, 0.52],
      [0.14, 0.52],
    ],
    [
      [0.54, 0.52],
      [0.88, 1],
    ],
  ],
};

/** Height of a letter, width of its cell, way to the next, half a stroke's width: shares of the picture's height. */
const TALL = 0.062;
const WIDE = 0.05;
const STEP = 0.112;
const STROKE = 0.0013;

/** Where the middle of the word stands: share of the picture's height from its top. */
const MIDDLE = 0.3;

/** Distance from (x, y) to the line from a to b. */
function distance(x, y, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - dx * t, y - ay - dy * t);
}

/** Lays the title over the picture; it comes in the first third of a clip and goes in the last. @param {number} share 0..1 */
export function addTitle(picture, width, height, { title }, share) {
  const { text, colour, gain } = title;
  const comes = Math.min(1, Math.max(0, (share - 0.04) / 0.22), Math.max(0, (0.97 - share) / 0.2));
  const light = gain * comes * comes * (3 - 2 * comes);
  if (light <= 0) return;
  // Lengths are shares of the height, as shown: 16 to 9.
  const [across, down] = [16 / 9 / width, 1 / height];
  [...text].forEach((letter, index) => {
    const left = 8 / 9 + (index - (text.length - 1) / 2) * STEP - WIDE / 2;
    const top = MIDDLE - TALL / 2;
    const lines = LETTERS[letter].flatMap((stroke) => {
      const points = stroke.map(([x, y]) => [left + x * WIDE, top + y * TALL]);
      return points.slice(1).map((point, i) => [points[i], point]);
    });
    const reach = STROKE * 5;
    for (let row = Math.floor((top - reach) / down); row <= (top + TALL + reach) / down; row++)
      for (let column = Math.floor((left - reach) / across); column <= (left + WIDE + reach) / across; column++) {
        const [x, y] = [(column + 0.5) * across, (row + 0.5) * down];
        const near = Math.min(...lines.map(([a, b]) => distance(x, y, a, b))) / STROKE;
        const shine = light * (Math.exp(-near * near) + 0.12 * Math.exp(-near / 1.6));
        const i = (row * width + column) * 4;
        for (let c = 0; c < 3; c++) picture[i + c] += colour[c] * shine;
      }
  });
}
