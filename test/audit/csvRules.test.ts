import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asText, csvLine } from '../../shared/audit/csvRules'

test.each([
  '=1+1',
  '+1',
  '-1',
  '@cell',
  '\tx',
  '\rx',
  '\nx',
  '  =1+1',
  '\u00a0@x',
  '\u3000=1',
  '\ufeff-1',
  '\t =1',
  '＝1+1',
  '＋1',
  '－1',
  '＠x',
  ' ＝1',
])('F3: the cell %j becomes text', (cell) => {
  expect(asText(cell)).toBe(`'${cell}`)
})

test.each([
  '',
  'Ana Ruiz',
  'a=b',
  '1-2',
  '2026-11-22T06:30:12.069Z',
  'x\ty',
  "'quoted",
])('F3: %j stays as it is', (cell) => {
  expect(asText(cell)).toBe(cell)
})

test('F3: quotes, commas, line breaks and blanks at the ends survive, and a line stays one line', () => {
  expect(csvLine(['a', 'b,c', 'd"e', 'f\ng', ' h'])).toBe('a,"b,c","d""e","f\ng"," h"\r\n')
})

test('F3: no cell of any text begins as a formula once a spreadsheet has read it', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { minLength: 1, maxLength: 5 }), (cells) => {
      const read = readCsv(csvLine(cells))
      expect(read.length).toBe(cells.length)
      for (const [index, cell] of read.entries()) {
        expect(cell.trim().charAt(0)).not.toMatch(/[=+\-@＝＋－＠]/)
        expect(cell.replace(/^'/, '')).toBe(cells[index]?.replace(/^'/, ''))
      }
    }),
    { numRuns: 2_000 },
  )
})

/** One line as RFC 4180 reads it. */
function readCsv(line: string): string[] {
  const cells: string[] = []
  const found = `,${line.slice(0, -2)}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g)
  for (const [, quoted, plain] of found) cells.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
  return cells
}
