import type { AuditRow } from '../../../shared/audit/auditSchemas'
import { type BundleHeader, readBundleLine } from '../../../shared/audit/bundleFormat'
import type { SeenLog, SeenPoint } from './seenHead'
import { witnessOf } from './seenHead'
import { isAnchorSigned, isHeadSigned } from './signatures'
import { type VerifyResult, type VerifyRun, verifyRows } from './verifyLog'

/** Lines handed to the verifier at once: the page stays alive in between. */
const LINES = 1_000
/** No row comes near it; a file without line breaks is not read into memory as a whole. */
const LONGEST_LINE = 1_000_000

export class NotABundle extends Error {}

type Entry = NonNullable<ReturnType<typeof readBundleLine>>

/**
 * The same verification over a bundle file, without the server. `total` of the progress is what the file's signed end counts. Rejects with NotABundle
 * for any other file.
 */
export async function verifyBundle(
  file: Blob,
  seen: SeenLog,
  replica: SeenPoint | null,
  run: VerifyRun,
): Promise<VerifyResult> {
  const entries = bundleEntries(file)
  const first = await entries.next()
  if (first.done || !('header' in first.value)) throw new NotABundle()
  const { header } = first.value
  const problem = await headerProblem(header, seen)
  if (problem !== null) return { state: 'unproven', upTo: 0, reason: problem }
  const end = header.head ?? header.end
  const witness = witnessOf(seen, replica)
  const comparable = header.head !== null && header.head.epoch === witness.epoch && witness.count <= header.head.count
  return await verifyRows(
    rowPages(entries),
    end?.count ?? 0,
    {
      start: header.start,
      end,
      endName: endName(header, seen),
      publicKey: header.publicKey,
      witness: comparable ? witness : null,
    },
    run,
  )
}

/** A file can bring a key of its own: whose it is, only a console that knows the server can say. */
function endName({ head }: BundleHeader, { publicKey }: SeenLog): string {
  const name = head === null ? 'the signed end in the file' : 'the signed head in the file'
  return publicKey === null ? `${name} (this console does not know its key yet)` : name
}

async function headerProblem({ publicKey, head, end }: BundleHeader, seen: SeenLog): Promise<string | null> {
  if (seen.publicKey !== null && seen.publicKey !== publicKey)
    return 'The file holds another key than the one this console knows of its server.'
  if (head !== null && !(await isHeadSigned(head, publicKey)))
    return 'The signature of the head in the file does not fit.'
  if (end !== null && !(await isAnchorSigned(end, publicKey)))
    return 'The signature of the end of the file does not fit.'
  return null
}

async function* rowPages(entries: AsyncGenerator<Entry>): AsyncGenerator<readonly AuditRow[]> {
  let page: AuditRow[] = []
  for await (const entry of entries) {
    if (!('row' in entry)) throw new NotABundle()
    page.push(entry.row)
    if (page.length < LINES) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

/** What the file's lines hold, in their order. A row that is no JSON is no row that was ever written: the file is refused. */
async function* bundleEntries(file: Blob): AsyncGenerator<Entry> {
  for await (const line of linesOf(file)) {
    const entry = readEntry(line)
    if (entry !== null) yield entry
  }
}

function readEntry(line: string): Entry | null {
  try {
    return readBundleLine(line)
  } catch {
    throw new NotABundle()
  }
}

async function* linesOf(file: Blob): AsyncGenerator<string> {
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  while (true) {
    const { done, value } = await reader.read()
    const lines = (rest + (value ?? '')).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
    if (rest.length > LONGEST_LINE) throw new NotABundle()
    if (done) break
  }
  if (rest !== '') yield rest
}
