/**
 * The cheapest one-to-one assignment of rows to columns (the Hungarian method, by shortest augmenting paths; cubic in
 * the larger side, some 0.1 ms for a dozen faces). `cost(row, column)` must be finite; give what must not be paired a
 * high cost and drop it afterwards.
 * @returns for each row its column, or -1 where there are fewer columns than rows.
 */
export function cheapestAssignment(
  rows: number,
  columns: number,
  cost: (row: number, column: number) => number,
): readonly number[] {
  if (rows > columns) {
    const flipped = cheapestAssignment(columns, rows, (row, column) => cost(column, row));
    const result = new Array<number>(rows).fill(-1);
    flipped.forEach((row, column) => (result[row] = column));
    return result;
  }
  // Row and column 0 stand for "none yet"; rowOf[column] is the row that holds a column.
  const rowPrice = new Float64Array(rows + 1);
  const columnPrice = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    augment(row);
  }
  const result = new Array<number>(rows).fill(-1);
  for (let column = 1; column <= columns; column++) {
    const row = rowOf[column] ?? 0;
    if (row > 0) result[row - 1] = column - 1;
  }
  return result;

  function augment(newRow: number): void {
    const cameFrom = new Int32Array(columns + 1);
    const slack = new Float64Array(columns + 1).fill(Infinity);
    const reached = new Uint8Array(columns + 1);
    let column = 0;
    rowOf[0] = newRow;
    do {
      reached[column] = 1;
      const row = rowOf[column] ?? 0;
      let step = Infinity;
      let nearest = 0;
      for (let other = 1; other <= columns; other++) {
        if (reached[other] === 1) continue;
        const reduced = cost(row - 1, other - 1) - (rowPrice[row] ?? 0) - (columnPrice[other] ?? 0);
        if (reduced < (slack[other] ?? Infinity)) {
          slack[other] = reduced;
          cameFrom[other] = column;
        }
        if ((slack[other] ?? Infinity) < step) {
          step = slack[other] ?? Infinity;
          nearest = other;
        }
      }
      for (let other = 0; other <= columns; other++) {
        if (reached[other] === 1) {
          const holder = rowOf[other] ?? 0;
          rowPrice[holder] = (rowPrice[holder] ?? 0) + step;
          columnPrice[other] = (columnPrice[other] ?? 0) - step;
        } else slack[other] = (slack[other] ?? 0) - step;
      }
      column = nearest;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const previous = cameFrom[column] ?? 0;
      rowOf[column] = rowOf[previous] ?? 0;
      column = previous;
    }
  }
}
