/**
 * A coarse grid over the picture, for what is soft: mist, curtains of rain, a beam of light. It is worked out at few
 * points and read between them.
 */

/** Columns and rows of the picture between two points of the grid. */
const ACROSS = 16;
const DOWN = 12;

/** @returns {{columns: number, rows: number, data: Float32Array}} what `valueAt(column, row)` of the picture gives */
export function fillGrid(width, height, valueAt) {
  const columns = Math.ceil(width / ACROSS) + 1;
  const rows = Math.ceil(height / DOWN) + 1;
  const data = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) data[y * columns + x] = valueAt(x * ACROSS, y * DOWN);
  return { columns, rows, data };
}

/** Writes the grid's values for one row of the picture into `line`. */
export function readGridRow(line, { columns, data }, row) {
  const y0 = Math.floor(row / DOWN);
  const fy = row / DOWN - y0;
  const from = y0 * columns;
  for (let column = 0; column < line.length; column++) {
    const at = column / ACROSS;
    const x0 = at | 0;
    const fx = at - x0;
    const a = from + x0;
    const up = data[a] + (data[a + 1] - data[a]) * fx;
    const down = data[a + columns] + (data[a + columns + 1] - data[a + columns]) * fx;
    line[column] = up + (down - up) * fy;
  }
}

/**
 * Makes what drifts come round: at the start of the clip `valueAt(seconds)`, and more and more of what leads up to
 * that start, so that the end meets it.
 */
export function comeRound(valueAt, seconds, length) {
  const share = seconds / length;
  if (share <= 0) return valueAt(seconds);
  return valueAt(seconds) * (1 - share) + valueAt(seconds - length) * share;
}
