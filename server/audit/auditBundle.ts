import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AuditRow } from '../../shared/audit/auditSchemas'
import { type BundleHeader, headerLine, rowLine } from '../../shared/audit/bundleFormat'
import { StartProblem } from '../platform/startProblem'

/** Rows in one script element: few enough to be read at once, many enough to be few elements. */
const BLOCK = 5_000

export interface BundleWriter {
  add(rows: readonly AuditRow[]): Promise<void>
  /** Ends the file and returns its SHA-256, which can be noted apart from it. */
  finish(): Promise<string>
  /** Removes what was written. */
  discard(): Promise<void>
}

/**
 * Writes one HTML file: the rows as hashed, head, public key, and the verifier of `resources/audit`. Its policy allows that one script and no network.
 * Whatever a row holds stays text. Never replaces a file; StartProblem says so.
 */
export async function createBundle(file: string, header: BundleHeader, auditDir: string): Promise<BundleWriter> {
  const page = await readPage(auditDir)
  const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
    throw new StartProblem(`${file} cannot be written (${codeOf(error)}). An existing file is never replaced.`)
  })
  const sum = createHash('sha256')
  const out = (text: string) => write(handle, sum, text)
  await out(headOf(header, page))
  let block: string[] = []
  const flush = async () => {
    if (block.length > 0) await out(blockOf(block))
    block = []
  }
  return {
    async add(rows) {
      for (const row of rows) {
        block.push(rowLine(row))
        if (block.length === BLOCK) await flush()
      }
    },
    async finish() {
      await flush()
      await out(`<script>${page.script}</script>\n</body>\n</html>\n`)
      await handle.sync()
      await handle.close()
      return sum.digest('hex')
    },
    async discard() {
      await handle.close().catch(() => undefined)
      await rm(file, { force: true })
    },
  }
}

async function write(handle: FileHandle, sum: Hash, text: string): Promise<void> {
  const bytes = Buffer.from(text)
  sum.update(bytes)
  await handle.appendFile(bytes)
}

function blockOf(lines: readonly string[]): string {
  return `<script type="application/json" class="rows" data-count="${lines.length}">\n${lines.join('\n')}\n</script>\n`
}

interface Page {
  readonly script: string
  readonly style: string
}

async function readPage(auditDir: string): Promise<Page> {
  const [script, style] = await Promise.all([
    readFile(join(auditDir, 'verifier.js'), 'utf8'),
    readFile(join(auditDir, 'bundle.css'), 'utf8'),
  ])
  return { script: `\n${script}`, style: `\n${style}` }
}

function headOf(header: BundleHeader, { script, style }: Page): string {
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`
  const title = `Audit log of ${header.clinic}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="soft">Written ${escapeHtml(header.madeAt)}. This page verifies itself here, in this browser, without a network. The times are UTC.</p>
<section id="verdict" role="status" data-tone="busy"><p id="title">Verifying</p><p id="words"></p></section>
<p><label>A head that you kept elsewhere, as COUNT:HASH <input id="witness" spellcheck="false" autocomplete="off"></label>
<button id="again" type="button">Verify again</button></p>
<p class="soft">Key of the server: <code>${escapeHtml(header.publicKey)}</code>. Whoever makes a file can bring a key of their own: compare it with the one that the clinic gave you by another way.</p>
<h2>Rows</h2>
<p><button id="older" type="button">Rows before</button><button id="newer" type="button">Rows after</button></p>
<div class="scroll"><table>
<thead><tr><th>Row</th><th>Time</th><th>Who</th><th>From</th><th>What</th><th>Target</th><th>Details</th><th>Hash</th></tr></thead>
<tbody id="rows"></tbody>
</table></div>
</main>
${headerLine(header)}
`
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? '')
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
}
