/** Rows as text with aligned columns, two spaces apart. The first row is usually the headings. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((widest, row) => {
    row.forEach((cell, column) => (widest[column] = Math.max(widest[column] ?? 0, cell.length)));
    return widest;
  }, []);
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
