/** A value of a cell. Nothing is written for `null`. */
export type Cell = string | number | null

/** So that spreadsheets read the rest as UTF-8. */
const byteOrderMark = '\uFEFF'

/**
 * Writes rows as CSV (RFC 4180) in UTF-8 behind a byte order mark, lines ending with CRLF. A text that a spreadsheet would
 * take for a formula gets an apostrophe in front; numbers are numbers, negative ones too.
 */
export function writeCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [header, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`)
  return byteOrderMark + lines.join('')
}

function cellOf(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
