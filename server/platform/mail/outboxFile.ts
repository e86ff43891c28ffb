import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Message } from './message'

/** Writes `{channel,to,subject,text,html,links[],code?}` as one file, whole or not at all. A repeat replaces its own file. */
export async function writeOutboxFile(dir: string, id: string, createdAt: Date, message: Message): Promise<void> {
  await mkdir(dir, { recursive: true })
  const name = `${createdAt.toISOString().replace(/[-:.]/g, '')}-${id}.json`
  const { channel, to, subject, text, html, links, code } = message
  const content = { channel, to, subject, text, html, links, ...(code === undefined ? {} : { code }) }
  const part = join(dir, `.${name}.part`)
  await writeFile(part, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flush: true })
  await rename(part, join(dir, name))
}
