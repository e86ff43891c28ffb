import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The byte patterns under which a text could lie on a disk: UTF-8, UTF-16 (both orders), hex, and base64 in its three alignments. */
export function canaryForms(text: string): Map<string, Buffer> {
  const utf8 = Buffer.from(text, 'utf8')
  const utf16 = Buffer.from(text, 'utf16le')
  const forms = new Map<string, Buffer>([
    ['utf8', utf8],
    ['utf16le', utf16],
    ['utf16be', Buffer.from(utf16).swap16()],
    ['hex', Buffer.from(utf8.toString('hex'))],
    ['HEX', Buffer.from(utf8.toString('hex').toUpperCase())],
    ['utf16 hex', Buffer.from(utf16.toString('hex'))],
  ])
  for (const shift of [0, 1, 2]) {
    forms.set(`base64+${shift}`, base64Core(utf8, shift))
    forms.set(`utf16 base64+${shift}`, base64Core(utf16, shift))
  }
  return forms
}

/** `file: form` for every file below a folder that holds the text in any form. */
export async function findCanary(folder: string, text: string): Promise<string[]> {
  const forms = canaryForms(text)
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (Buffer.from(entry.name).includes(text)) found.push(`${path}: name`)
    if (!entry.isFile()) continue
    const content = await readFile(path)
    for (const [form, pattern] of forms) if (content.includes(pattern)) found.push(`${path}: ${form}`)
  }
  return found
}

/** The part of a base64 text that does not depend on what stands before and after it. */
function base64Core(bytes: Buffer, shift: number): Buffer {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
  const first = shift === 0 ? 0 : 4
  const whole = Math.floor((shift + bytes.length) / 3) * 4
  return Buffer.from(encoded.slice(first, whole))
}
