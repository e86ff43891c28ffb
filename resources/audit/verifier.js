// The verifier of an audit bundle. It stands in the file beside the rows and needs nothing else: no server, no network, no library. It does again
// what the server did when it wrote each row, by the browser's own SHA-256 and Ed25519, and says where the two part.
//
// A row's hash is SHA-256, in lower-case hex, of three lines: the hash of the row before it (64 zeros before row 1), the row's number, and its content as
// JSON with sorted keys and no blanks. The head is {at, count, epoch, hash} in the same JSON, signed by the server's Ed25519 key.

const GENESIS = '0'.repeat(64)
const [SEQ, AT, KIND, ID, ROLE, DEVICE, ADDRESS, ACTION, TARGET_KIND, TARGET_ID, OUTCOME, DETAIL, PREV, HASH] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
]

/** JSON with one spelling: keys sorted, no blanks, whole numbers only. Throws on what was never written. */
function canonical(value) {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (Number.isSafeInteger(value)) return String(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === undefined) throw new Error('no canonical JSON')
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
}

function contentOf(row) {
  return canonical({
    action: row[ACTION],
    actor: { address: row[ADDRESS], deviceId: row[DEVICE], id: row[ID], kind: row[KIND], role: row[ROLE] },
    at: row[AT],
    detail: row[DETAIL],
    outcome: row[OUTCOME],
    target: { id: row[TARGET_ID], kind: row[TARGET_KIND] },
  })
}

async function sha256(text) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Whether content and hash of `row` belong to number `seq` after the hash `prev`. */
async function isRow(row, seq, prev) {
  try {
    return (await sha256(`${prev}\n${seq}\n${contentOf(row)}`)) === row[HASH]
  } catch {
    return false
  }
}

async function isSigned(text, signature, publicKey) {
  const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const key = await crypto.subtle.importKey('raw', bytes(publicKey), 'Ed25519', false, ['verify'])
  return await crypto.subtle.verify('Ed25519', key, bytes(signature), new TextEncoder().encode(text))
}

/**
 * Goes through the rows, batch by batch. `start`: where the first row goes on; `anchors`: what is attested from outside, as {name, count, hash}. The result
 * is {count, bad}: how many rows there are, and null or the first bad one as {seq, kind, why}.
 */
async function verifyChain(batches, start, allAnchors, onProgress = () => {}) {
  const anchors = allAnchors.filter(({ count }) => count > 0 && count >= start.count)
  const state = { count: start.count, hash: start.hash, before: null, suspicion: null, rewritten: null }
  checkAnchors(state, anchors)
  let rows = 0
  for await (const batch of batches) {
    const fits = await Promise.all(batch.map((row) => isRow(row, row[SEQ], row[PREV])))
    for (const [index, row] of batch.entries()) {
      rows += 1
      if (state.suspicion !== null) await observe(state.suspicion, row)
      else if (row[SEQ] === state.count + 1 && row[PREV] === state.hash && fits[index]) {
        Object.assign(state, { count: row[SEQ], hash: row[HASH], before: row })
        checkAnchors(state, anchors)
      } else state.suspicion = suspect(state, anchors, row)
    }
    onProgress(rows)
  }
  const broken = state.suspicion === null ? cutOff(state, anchors) : await classify(state.suspicion)
  const { rewritten } = state
  const both = broken !== null && rewritten !== null
  return { count: rows, bad: both ? (rewritten.seq < broken.seq ? rewritten : broken) : (broken ?? rewritten) }
}

function bad(seq, kind, why) {
  return { seq, kind, why }
}

function checkAnchors(state, anchors) {
  const broken = anchors.find(({ count, hash }) => count === state.count && hash !== state.hash)
  if (broken === undefined) return
  state.rewritten ??= bad(state.count, 'rewritten', `the rows up to here do not contain ${broken.name}`)
}

function cutOff(state, anchors) {
  const furthest = anchors.reduce((a, b) => (b.count > (a?.count ?? state.count) ? b : a), null)
  if (furthest === null) return null
  return bad(state.count + 1, 'truncated', `the rows end before it, but ${furthest.name} counts ${furthest.count}`)
}

function suspect({ count, hash, before }, anchors, row) {
  const attested = new Map(anchors.map((anchor) => [anchor.count, anchor.hash]))
  return {
    due: count + 1,
    chainHash: hash,
    before,
    vouched: attested.get(count) === hash,
    row,
    next: null,
    heir: null,
    linked: false,
    twin: row[HASH] === hash,
    attested: Math.max(0, ...attested.keys()) > count,
    attestedHash: attested.get(count + 1) ?? null,
  }
}

/** Looks through the rows after the first bad one for what happened to it. */
async function observe(s, row) {
  s.next ??= row
  s.twin ||= row[HASH] === s.row[HASH]
  s.linked ||= row[HASH] === s.row[PREV] || row[PREV] === s.row[HASH]
  if (s.heir === null && row[PREV] === s.chainHash && (await isRow(row, s.due, s.chainHash))) s.heir = row
}

/** Names what was done. Where the rows alone leave two readings, the one with fewer changes is taken. */
async function classify(s) {
  const { row, due, before } = s
  if (row[SEQ] < due) return bad(row[SEQ], 'inserted', 'a second row has this number')
  if (before !== null && row[PREV] === before[PREV] && (await isRow(row, before[SEQ], before[PREV]))) {
    if (row[HASH] === s.chainHash) return bad(row[SEQ], 'inserted', 'it is a copy of the row before it')
    return bad(due - 1, 'inserted', 'two rows claim this place; one was added')
  }
  return row[SEQ] > due ? await classifyGap(s) : await classifyInPlace(s)
}

async function classifyGap({ row, due, chainHash, heir }) {
  if (await isRow(row, due, chainHash)) return bad(due, 'altered', `its number was changed to ${row[SEQ]}`)
  if (heir !== null) return bad(due, 'reordered', `it stands as number ${heir[SEQ]}`)
  const gone = row[SEQ] - due
  return bad(due, 'missing', gone === 1 ? 'the row is gone' : `${gone} rows are gone, up to ${row[SEQ] - 1}`)
}

async function classifyInPlace(s) {
  const { row, due, chainHash, heir } = s
  if (await isRow(row, due, chainHash)) return bad(due, 'altered', 'its link to the row before was changed')
  if (await isRow(row, due, row[PREV])) return classifyFork(s)
  if (heir !== null) {
    const moved = s.linked && !s.twin
    return moved
      ? bad(due, 'reordered', `another row stands in its place; it stands as number ${heir[SEQ]}`)
      : bad(due, 'inserted', 'a row was added here and the rest moved on')
  }
  if (row[PREV] === chainHash) return bad(due, 'altered', 'its content does not fit its hash')
  for (let removed = 1; removed <= 4096; removed++) {
    if (await isRow(row, due + removed, row[PREV]))
      return bad(due, 'missing', `${removed} removed here and the rest renumbered`)
  }
  if (s.next === null && !s.attested) return bad(due, 'inserted', 'a row was added at the end')
  return bad(due, 'altered', 'neither its content nor its link to the row before fits')
}

/** The row is whole in itself, but follows another row than the one before it: which of the two was changed? */
function classifyFork({ row, due, before, vouched, next, heir, attestedHash }) {
  if (heir !== null) return bad(due, 'inserted', 'two rows claim this place; one was added')
  const confirmed = attestedHash === null ? next === null || next[PREV] === row[HASH] : attestedHash === row[HASH]
  return confirmed && before !== null && !vouched
    ? bad(before[SEQ], 'altered', 'it was changed and given a new hash; the row after it holds the old one')
    : bad(due, 'altered', 'it was changed and given a new hash')
}

/** The signatures of the file. Returns what they attest, or the sentence that says why they do not. */
async function readSignatures({ head, end, start, publicKey }) {
  const archive = ({ at, count, hash }) => canonical({ archive: true, at, count, hash })
  const signed = [
    ...(head
      ? [['head', canonical({ at: head.at, count: head.count, epoch: head.epoch, hash: head.hash }), head]]
      : []),
    ...(end ? [['end of the archive', archive(end), end]] : []),
    ...(start ? [['start', archive(start), start]] : []),
  ]
  for (const [name, text, { signature }] of signed) {
    const right = await isSigned(text, signature, publicKey).catch(() => null)
    if (right === null) return `This browser cannot check the signature of the ${name}. Use a current one.`
    if (!right) return `The signature of the ${name} does not fit the key in this file.`
  }
  const attested = head ?? end
  if (!attested) return 'Nothing signed says where the log ends.'
  const name = head ? 'the signed head' : 'the signed end of the archive'
  return [{ name, count: attested.count, hash: attested.hash }]
}

// From here on: the page.

const number = (value) => Number(value).toLocaleString('en')

/** Rows are kept as text and read block by block: a log may be larger than what a page likes to hold as objects. */
function blockRows(block) {
  const lines = block.textContent.split('\n').filter((line) => line.startsWith('["row",'))
  return lines.map((line) => JSON.parse(line))
}

/** A pause after each block lets the page draw. */
async function* allRows(blocks) {
  for (const block of blocks) {
    yield blockRows(block)
    await new Promise((resolve) => setTimeout(resolve))
  }
}

function readWitness(text) {
  const found = /^\s*(\d{1,15}):([0-9a-f]{64})\s*$/.exec(text)
  return found === null ? null : { name: 'your witness', count: Number(found[1]), hash: found[2] }
}

function startPage(document) {
  const byId = (id) => document.getElementById(id)
  const blocks = [...document.querySelectorAll('script.rows')]
  const say = (tone, title, words) => {
    byId('verdict').dataset.tone = tone
    byId('title').textContent = title
    byId('words').textContent = words
  }

  async function verdict() {
    const header = JSON.parse(byId('bundle').textContent)
    const signatures = await readSignatures(header)
    const typed = byId('witness').value
    const witness = readWitness(typed)
    if (typed.trim() !== '' && witness === null)
      return say('warn', 'Not verified', 'The witness must look like 1234:hash.')
    const attested = Array.isArray(signatures) ? signatures : []
    const start = header.start ?? { count: 0, hash: GENESIS }
    const total = attested[0]?.count ?? 0
    // A head from before an archive's end can be held against nothing here.
    const anchors = [...attested, ...(witness !== null && witness.count >= start.count ? [witness] : [])]
    const progress = (rows) => say('busy', 'Verifying', `${number(start.count + rows)} of ${number(total)} rows`)
    const { count, bad: found } = await verifyChain(allRows(blocks), start, anchors, progress)
    if (found !== null) {
      say('bad', `TAMPERED: first bad row ${found.seq} (${found.kind})`, `Row ${found.seq}: ${found.why}.`)
      return showFrom(Math.max(0, found.seq - 1 - start.count - 2), found.seq)
    }
    if (!Array.isArray(signatures))
      return say('warn', 'NOT PROVEN', `${number(count)} rows fit together, but: ${signatures}`)
    const against = anchors.map(({ name }) => name).join(' and ')
    say(
      'sound',
      `SOUND up to row ${number(start.count + count)}`,
      `${number(count)} rows are one unbroken chain, which contains ${against}.`,
    )
  }

  async function verify() {
    byId('again').disabled = true
    say('busy', 'Verifying', '')
    try {
      await verdict()
    } catch {
      say('bad', 'This file is damaged', 'Its data cannot be read. Ask for a fresh one.')
    }
    byId('again').disabled = false
  }

  const PAGE = 100
  let shown = 0
  /** Only what is looked at is read; `mark` is the number of the bad row. */
  function showFrom(from, mark = null) {
    let [skip, rows] = [Math.max(0, from), []]
    for (const block of blocks) {
      const count = Number(block.dataset.count)
      if (skip < count) rows = rows.concat(blockRows(block).slice(skip))
      skip = Math.max(0, skip - count)
      if (rows.length >= PAGE) break
    }
    shown = Math.max(0, from)
    byId('rows').replaceChildren(...rows.slice(0, PAGE).map((row) => line(row, row[SEQ] === mark)))
    byId('newer').disabled = shown + PAGE >= blocks.reduce((sum, block) => sum + Number(block.dataset.count), 0)
    byId('older').disabled = shown === 0
  }

  function line(row, isMarked) {
    const tr = document.createElement('tr')
    if (isMarked) tr.className = 'bad'
    const who = [row[KIND], row[ROLE], row[ID]].filter((part) => part !== null).join(' ')
    const place = [row[DEVICE], row[ADDRESS]].filter((part) => part !== null).join(' ')
    const what = `${row[ACTION]} ${row[OUTCOME]}`
    for (const text of [
      row[SEQ],
      row[AT],
      who,
      place,
      what,
      `${row[TARGET_KIND]} ${row[TARGET_ID]}`,
      JSON.stringify(row[DETAIL]),
      row[HASH],
    ]) {
      const td = document.createElement('td')
      td.textContent = String(text)
      tr.append(td)
    }
    return tr
  }

  byId('again').addEventListener('click', () => void verify())
  byId('older').addEventListener('click', () => showFrom(shown - PAGE))
  byId('newer').addEventListener('click', () => showFrom(shown + PAGE))
  showFrom(0)
  void verify()
}

if (typeof document !== 'undefined') startPage(document)
