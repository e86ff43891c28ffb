import { expect, test } from 'vitest'
import { inspectContent } from '../../server/files/content/inspectContent'
import { MB } from '../../shared/files/fileLimits'
import {
  box,
  chunk,
  docx,
  frame,
  heic,
  ispe,
  JPEG_START,
  jpg,
  latin,
  pdf,
  png,
  segment,
  WORD,
  wordParts,
} from './contents'
import { type Part, zip } from './zipWriter'

/** What the bytes are taken for, or why they are not taken. */
async function seen(bytes: Buffer): Promise<string> {
  const found = await inspectContent(bytes)
  return found.ok ? found.type : found.reason
}

test('F1: each kind of the list is known by its bytes', async () => {
  const kinds = { pdf: pdf(), png: png(), jpg: jpg(), heic: heic(), docx: docx() }
  for (const [kind, bytes] of Object.entries(kinds)) expect(await seen(bytes)).toBe(kind)
})

const STRANGERS: Readonly<Record<string, Buffer>> = {
  'a page': latin('<!doctype html><script>alert(1)</script>'),
  'a vector picture': latin('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  'a program': latin('MZ\x90\0\x03'),
  'a script': latin('#!/bin/sh\n'),
  'a GIF': latin('GIF89a\x01\0\x01\0'),
  'a WebP': latin('RIFF\x24\0\0\0WEBPVP8 '),
  'a TIFF': latin('II*\0'),
  'plain text': latin('My birthday is wrong.'),
  'one byte': latin('%'),
  'a film': Buffer.concat([box('ftyp', latin('isom'), Buffer.alloc(4), latin('mp42')), box('moov')]),
  'an AVIF picture': heic([[4, 4]], 'avif').fill('avif', 16, 20),
  'an old Word document': Buffer.from('d0cf11e0a1b11ae1', 'hex'),
  'a 7z archive': Buffer.from('377abcaf271c', 'hex'),
  'an empty archive': zip([]),
  'a PDF of a version that there is not': latin('%PDF-9.9\n%%EOF\n'),
}
test.each(Object.entries(STRANGERS))('F1: %s is not taken, whatever it calls itself', async (_name, bytes) => {
  expect(await seen(bytes)).toBe('file_type')
})

const page = latin('<html><script>alert(1)</script></html>\n')
const archive = zip([{ name: 'evil.sh', content: 'rm -rf /' }])
const TWO_THINGS: Readonly<Record<string, Buffer>> = {
  'a page before a PDF': Buffer.concat([page, pdf()]),
  'a page in the first lines of a PDF': Buffer.concat([latin('%PDF-1.7\n'), page, pdf()]),
  'a PDF and an archive behind it': Buffer.concat([pdf(), archive]),
  'an archive in a PDF whose end mark is its comment': Buffer.concat([
    latin('%PDF-1.7\n'),
    zip([{ name: 'evil.sh', content: 'x' }], { comment: '\n%%EOF\n' }),
  ]),
  'a PNG and an archive behind it': Buffer.concat([png(), archive]),
  'a JPEG and an archive behind it': Buffer.concat([jpg(), archive]),
  'a PDF in a comment of a JPEG': jpg(4, 4, [segment(0xfe, latin('%PDF-1.4'))]),
  'a PDF in a text of a PNG': png(2, 2, [chunk('tEXt', latin('a\0%PDF-1.4 %%EOF'))]),
  'a HEIC and an archive in its last box': Buffer.concat([heic(), box('free', archive)]),
}
test.each(Object.entries(TWO_THINGS))('F1: %s is not taken: it would be opened as either', async (_name, bytes) => {
  expect(await seen(bytes)).toBe('file_type')
})

const BROKEN: Readonly<Record<string, Buffer>> = {
  'a PDF without an end': latin('%PDF-1.7\n1 0 obj\n'),
  'a PDF with something behind its end': Buffer.concat([pdf(), latin('MZ')]),
  'a PNG that is cut': png().subarray(0, -5),
  'a PNG with something behind its end': Buffer.concat([png(), latin('x')]),
  'a PNG with a wrong checksum': Buffer.from(png()).fill(9, 20, 21),
  'a PNG with its header twice': png(2, 2, [png().subarray(8, 33)]),
  'a PNG of no height': png(2, 0),
  'a PNG whose chunk claims 4 GB': Buffer.concat([png().subarray(0, 8), Buffer.alloc(16, 0xff)]),
  'a JPEG of its start alone': Buffer.concat([JPEG_START, segment(0xe0, latin('JFIF'))]),
  'a JPEG that is cut in its frame': jpg().subarray(0, -20),
  'a JPEG with two frames': jpg(4, 4, [frame(1, 1)]),
  'a JPEG whose height comes later': jpg(4, 0),
  'a JPEG whose scan comes first': Buffer.concat([JPEG_START, segment(0xda, Buffer.alloc(6)), frame(4, 4)]),
  'a HEIC without a size': heic([]),
  'a HEIC of width 0': heic([[0, 4]]),
  'a HEIC with something behind its boxes': Buffer.concat([heic(), latin('x')]),
  'a HEIC whose box claims too much': Buffer.concat([heic(), Buffer.from([0xff, 0xff, 0xff, 0xff]), latin('mdat')]),
}
test.each(Object.entries(BROKEN))('F1: %s is not taken', async (_name, bytes) => {
  expect(await seen(bytes)).toBe('file_damaged')
})

test('F1: a picture of exactly 50 megapixels is taken, one more column is not, in each format', async () => {
  const of = { png, jpg, heic: (width: number, height: number) => heic([[width, height]]) }
  for (const [kind, make] of Object.entries(of)) {
    expect([kind, await seen(make(10_000, 5_000))]).toEqual([kind, kind])
    expect([kind, await seen(make(10_001, 5_000))]).toEqual([kind, 'file_pixels'])
  }
})

test('F1: a frame of any coding counts, and the largest of the sizes in a HEIC, however deep the small ones come first', async () => {
  for (const marker of [0xc1, 0xc2, 0xc3, 0xc5, 0xc9, 0xcf]) {
    const big = Buffer.concat([JPEG_START, frame(60_000, 60_000, marker), segment(0xda, Buffer.alloc(6))])
    expect([marker, await seen(big)]).toEqual([marker, 'file_pixels'])
  }
  expect(
    await seen(
      heic([
        [512, 512],
        [64_000, 64_000],
        [512, 512],
      ]),
    ),
  ).toBe('file_pixels')
  const bare = Buffer.concat([
    heic([[4, 4]]),
    box('meta', Buffer.alloc(4), box('iprp', box('ipco', ispe(60_000, 60_000)))),
  ])
  expect(await seen(bare)).toBe('file_pixels')
  expect(await seen(png(0xffffffff, 0xffffffff))).toBe('file_pixels')
})

const zeros = (megabytes: number) => Buffer.alloc(megabytes * MB)

test('F1: a document unpacks to exactly 100 MB, and not to one byte more', async () => {
  const own = wordParts().reduce((sum, { content }) => sum + content.length, 0)
  const filling = (more: number) => docx([{ name: 'word/media/a.bin', content: Buffer.alloc(100 * MB - own + more) }])
  expect(await seen(filling(0))).toBe('docx')
  expect(await seen(filling(1))).toBe('file_unpacked')
})

test('F1: a document has exactly 1,000 entries, and not one more; a directory that claims 60,000 is not even read', async () => {
  const small = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ name: `word/m${at}`, content: 'x', stored: true }))
  expect(await seen(docx(small(998)))).toBe('docx')
  expect(await seen(docx(small(999)))).toBe('file_unpacked')
  expect(await seen(zip(wordParts(), { count: 60_000 }))).toBe('file_unpacked')
})

test('F1: archives in archives count to the same limits, as bytes and as entries, and may not go deeper than anybody writes', async () => {
  const nest = (inner: Buffer, stored = false) => ({ name: 'word/embeddings/table.xlsx', content: inner, stored })
  expect(await seen(docx([nest(docx(), true)]))).toBe('docx')
  const bomb = zip([{ name: 'a', content: zeros(101) }])
  expect(await seen(docx([nest(bomb, true)]))).toBe('file_unpacked')
  expect(await seen(docx([nest(bomb)]))).toBe('file_unpacked')
  const many = Array.from({ length: 990 }, (_, at) => ({ name: `${at}`, content: '', stored: true }))
  expect(await seen(docx([nest(zip(many)), { ...nest(zip(many)), name: 'word/other.xlsx' }]))).toBe('file_unpacked')
  let deep = zip([{ name: 'a', content: 'x' }])
  for (let level = 0; level < 4; level++) deep = zip([{ name: 'a', content: deep }])
  expect(await seen(docx([nest(deep)]))).toBe('file_damaged')
  expect(await seen(docx([nest(latin('PK\x03\x04 and then nothing'))]))).toBe('file_damaged')
})

const LIARS: Readonly<Record<string, Buffer>> = {
  'a size smaller than what comes out': docx([{ name: 'a', content: zeros(2), size: 10 }]),
  'a size larger than what comes out': docx([{ name: 'a', content: 'x', size: 99 }]),
  'a size that is said elsewhere': docx([{ name: 'a', content: 'x', size: 0xffffffff }]),
  'a stored entry of two sizes': docx([{ name: 'a', content: 'xx', stored: true, size: 1 }]),
  'a wrong checksum': docx([{ name: 'a', content: 'x', crc: 7 }]),
  'another name in its own header': docx([{ name: 'a', content: 'x', localName: 'b' }]),
  'a name twice': docx([
    { name: 'a', content: 'x' },
    { name: 'a', content: 'y' },
  ]),
  'a path out of the folder': docx([{ name: '../../a', content: 'x' }]),
  'a path from the root': docx([{ name: '/etc/a', content: 'x' }]),
  'a path of Windows': docx([{ name: 'a\\b', content: 'x' }]),
  'a control in a name': docx([{ name: 'a\nb', content: 'x' }]),
  'an encrypted entry': docx([{ name: 'a', content: 'x', flags: 1 }]),
  'a method that nobody reads': docx([{ name: 'a', content: 'x', method: 12 }]),
  'data behind the packed data': docx([{ name: 'a', content: 'x', behind: latin('hidden') }]),
  'data between two entries': docx([{ name: 'a', content: 'x', gap: Buffer.alloc(25) }]),
  'packed data that is none': docx([{ name: 'a', content: 'hello', stored: true, method: 8 }]),
  'entries that share their data': zip(wordParts([{ name: 'a', content: zeros(1) }]), { overlapping: 3 }),
  'something before the first entry': zip(wordParts(), { front: latin('PK\x03\x04#!/bin/sh\n') }),
  'a comment': zip(wordParts(), { comment: 'hello' }),
  'something behind its end': Buffer.concat([docx(), latin('x')]),
  'more entries than it has': zip(wordParts(), { count: 3 }),
  'fewer entries than it has': zip(wordParts(), { count: 1 }),
  'a cut end': docx().subarray(0, -1),
  'a cut middle': Buffer.concat([docx().subarray(0, 60), docx().subarray(90)]),
}
test.each(Object.entries(LIARS))('F1: a document with %s is not taken', async (_name, bytes) => {
  expect(await seen(bytes)).toBe('file_damaged')
})

/** A Word document whose list of types is this. */
const typed = (types: string, more: readonly Part[] = []) =>
  zip([{ name: '[Content_Types].xml', content: types }, ...wordParts(more).slice(1)])

test('F1: what is kept in memory of a document is small: its list of types up to 1 MB, an archive inside up to 25 MB', async () => {
  const filled = (size: number) => typed(`<Types>${WORD}</Types>`.padEnd(size))
  expect(await seen(filled(MB))).toBe('docx')
  expect(await seen(filled(MB + 1))).toBe('file_damaged')
  expect(await seen(filled(99 * MB))).toBe('file_damaged')
  const inner = (size: number) => zip([{ name: 'a', content: Buffer.alloc(size), stored: true }])
  const around = inner(0).length
  const nest = (size: number) => docx([{ name: 'word/embeddings/table.xlsx', content: inner(size - around) }])
  expect(await seen(nest(25 * MB))).toBe('docx')
  expect(await seen(nest(25 * MB + 1))).toBe('file_unpacked')
})

test('F1: macros are found by their part, in whatever archive inside, and however their type is spelled', async () => {
  const part = { name: 'word/vbaProject.bin', content: 'x' }
  expect(await seen(docx([part]))).toBe('file_type')
  expect(await seen(docx([{ ...part, name: 'VBAPROJECT.BIN' }]))).toBe('file_type')
  expect(await seen(docx([{ name: 'word/embeddings/a.xlsm', content: zip([part]) }]))).toBe('file_type')
  expect(await seen(docx([{ ...part, name: 'word/notvbaProject.bin.xml' }]))).toBe('docx')
  for (const type of ['macroEnabled', 'macro&#69;nabled', 'MACROENABLED', 'vba&#x50;roject'])
    expect([type, await seen(typed(`<Types>${WORD} application/vnd.ms-word.${type}</Types>`))]).toEqual([
      type,
      'file_type',
    ])
})

test('F1: an archive that is no Word document is not taken, nor one with macros or a template', async () => {
  expect(await seen(zip([{ name: 'a.txt', content: 'x' }]))).toBe('file_type')
  expect(await seen(zip(wordParts([], 'application/vnd.ms-word.document.macroEnabled.main+xml')))).toBe('file_type')
  expect(await seen(zip(wordParts([], WORD.replace('document.main', 'template.main'))))).toBe('file_type')
  expect(await seen(zip(wordParts([], `${WORD}"/><Default ContentType="application/vnd.ms-office.vbaProject`)))).toBe(
    'file_type',
  )
  expect(await seen(zip(wordParts().slice(0, 1)))).toBe('file_type')
})

test('F1: a bomb of a thousand times its size is given up on', async () => {
  const bomb = docx([{ name: 'a', content: zeros(101) }])
  expect(bomb.length).toBeLessThan(MB)
  expect(await seen(bomb)).toBe('file_unpacked')
})
