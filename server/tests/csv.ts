import assert from 'node:assert/strict';

/** Reads a file as RFC 4180 says, with semicolons; fails where the mark, quotes, line ends or the number of cells are not as it says. */
export function parseCsv(file: string): string[][] {
  assert.ok(file.startsWith('\uFEFF'), 'a byte order mark');
  assert.ok(file.endsWith('\r\n'), 'a line end after the last line');
  const rows: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^";\r\n]*)(;|\r\n)/y;
  cell.lastIndex = 1;
  while (cell.lastIndex < file.length) {
    const start = cell.lastIndex;
    const found = cell.exec(file);
    assert.ok(found, `not a cell: ${file.slice(start, start + 40)}`);
    const [, raw = '', end] = found;
    rows.at(-1)!.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (end === '\r\n' && cell.lastIndex < file.length) rows.push([]);
  }
  for (const row of rows) assert.equal(row.length, rows[0]!.length, `as many cells as the head: ${row.join(';')}`);
  return rows;
}
