/**
 * The camera. It never moves, so that every cut keeps the horizon. Axes: x to the right, y up, z away; the eye
 * stands at (0, HEIGHT, 0).
 */

/** Metres over the mean sea. */
export const HEIGHT = 9;

/** Tangents of half the field of view, across (50 degrees) and, for a 16:9 picture, up. */
export const HALF_WIDTH = 0.4663;
export const HALF_HEIGHT = 0.2623;

/** Height of the horizon in the picture: -1 is the bottom, 1 the top. */
export const HORIZON = -0.1;

/** Slope of the line of sight (rise for each metre ahead) through row `row` of `height`, counted from the top. */
export function riseOfRow(row, height) {
  return (1 - (2 * (row + 0.5)) / height - HORIZON) * HALF_HEIGHT;
}

/** Metres to the right for each metre ahead, through column `column` of `width`. */
export function sideOfColumn(column, width) {
  return ((2 * (column + 0.5)) / width - 1) * HALF_WIDTH;
}
