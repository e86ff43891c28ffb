import { expect, test } from 'vitest'
import { clinicSettingsSchema } from '../../shared/clinic/clinicSchemas'
import { MOST_BYTES_IN_ALL, MOST_FILES } from '../../shared/files/fileLimits'
import { attachmentHeader, cleanFileName } from '../../shared/files/fileName'
import { decideRoom } from '../../shared/files/fileRules'

const NAMES: readonly (readonly [string, string])[] = [
  ['letter.pdf', 'letter.pdf'],
  ['Lettre à l’école.PDF', 'Lettre à l’école.PDF'],
  ['/etc/passwd', 'passwd.pdf'],
  ['..\\..\\windows\\evil.exe', 'evil.exe.pdf'],
  ['../../.ssh/authorized_keys', 'authorized_keys.pdf'],
  ['invoice\u202efdp.exe', 'invoicefdp.exe.pdf'],
  ['a\u200bb\ufeff\u2066c\u2069.pdf', 'abc.pdf'],
  ['one\r\ntwo\0three.pdf', 'one two three.pdf'],
  ['a\u2028b.pdf', 'a b.pdf'],
  ['half \ud800 pair.pdf', 'half pair.pdf'],
  ['<b>"bold"|?*:</b>.pdf', 'b_.pdf'],
  ['  . hidden . ', 'hidden.pdf'],
  ['', 'file.pdf'],
  ['...', 'file.pdf'],
  ['.pdf', 'pdf.pdf'],
  ['con', '_con.pdf'],
  ['LPT1.pdf', '_LPT1.pdf'],
  ['console.pdf', 'console.pdf'],
  ['page.html', 'page.html.pdf'],
  ['picture.jpeg', 'picture.jpeg.pdf'],
  ['e\u0301t\u00e9.pdf', '\u00e9t\u00e9.pdf'],
  ['生日.pdf', '生日.pdf'],
]
test.each(NAMES)('F2: the name %j is kept as %j', (given, kept) => {
  expect(cleanFileName(given, 'pdf')).toBe(kept)
})

test('F2: at most 150 characters, cut before the ending and never in the middle of one', () => {
  const long = cleanFileName(`${'😀'.repeat(400)}.pdf`, 'pdf')
  expect([...long].length).toBe(150)
  expect(long.endsWith('😀.pdf')).toBe(true)
  expect(cleanFileName('x'.repeat(146).concat('.pdf'), 'pdf')).toBe(`${'x'.repeat(146)}.pdf`)
  expect([...cleanFileName(`a.${'y'.repeat(300)}`, 'docx')].length).toBe(150)
})

test('F2: an ending stays where it tells the truth about the content, in whichever way people write it', () => {
  expect(cleanFileName('a.jpeg', 'jpg')).toBe('a.jpeg')
  expect(cleanFileName('a.HEIF', 'heic')).toBe('a.HEIF')
  expect(cleanFileName('a.png', 'jpg')).toBe('a.png.jpg')
  expect(cleanFileName('a.docm', 'docx')).toBe('a.docm.docx')
})

test('F2: no name can break out of the header that carries it (RFC 6266, RFC 8187)', () => {
  for (const name of ['a"; evil="b.pdf', 'a\\.pdf', "a'b*(c)!.pdf", 'é%41.pdf', '生日.pdf', 'a;b.pdf']) {
    const header = attachmentHeader(name)
    expect(header).toMatch(/^attachment; filename="[^"\\%;]*"; filename\*=UTF-8''[A-Za-z0-9%._~-]+$/)
    expect(decodeURIComponent(header.split("''")[1] ?? '')).toBe(name)
  }
})

test('F2: a name without a letter that old readers know is still a name to them', () => {
  expect(attachmentHeader('生日.pdf')).toContain('filename="file.pdf"')
})

test('F1: the hundredth file and the last byte of 500 MB fit, one more does not', () => {
  const held = (count: number, bytes: number, size: number) => {
    const verdict = decideRoom({ count, bytes }, size)
    return verdict.ok || verdict.reason
  }
  expect(held(MOST_FILES - 1, 0, 1)).toBe(true)
  expect(held(MOST_FILES, 0, 1)).toBe('file_count')
  expect(held(0, MOST_BYTES_IN_ALL - 5, 5)).toBe(true)
  expect(held(0, MOST_BYTES_IN_ALL - 5, 6)).toBe('file_space')
})

test('F1: the clinic sets the size of a file from 1 to 25 MB; 10 unless it says otherwise', () => {
  const { uploadMegabytes } = clinicSettingsSchema.shape
  expect(uploadMegabytes.parse(undefined)).toBe(10)
  for (const [megabytes, isFine] of [
    [0, false],
    [1, true],
    [25, true],
    [26, false],
    [2.5, false],
  ] as const)
    expect([megabytes, uploadMegabytes.safeParse(megabytes).success]).toEqual([megabytes, isFine])
})
