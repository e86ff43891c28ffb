/** After blanks: what spreadsheet programs take for a formula, also in full-width form. */
const FORMULA = /^[\s\u00a0\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u
/** A cell that starts with one of these is read as another cell or row by some programs. */
const BREAK = /^[ \u00a0\ufeff\u200b]*[\t\r\n]/

/** For spreadsheet programs, which take a file without it for the system's old 8-bit encoding. */
export const CSV_BOM = '\ufeff'

/** F3: text that would be calculated gets an apostrophe in front and so stays text. */
export function asText(value: string): string {
  return FORMULA.test(value) || BREAK.test(value) ? `'${value}` : value
}

/** RFC 4180, with F3: one line, ended by CR LF. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(asText(cell))).join(',')}\r\n`
}

function quoted(text: string): string {
  return /[",\r\n;\t]/.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
