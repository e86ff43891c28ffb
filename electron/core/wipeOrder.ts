import { wipedText } from '../../shared/devices/deviceProof'
import type { WipeStep } from '../../shared/ipc/desktopTypes'
import { type Device, type DeviceKey, deviceFrom, proofText } from './deviceKey'
import { requestHeaders } from './forwardHeaders'
import type { DesktopSettings, ServerFetch, Store } from './ports'
import { createSerial } from './serial'
import { createWipeRecords, type WipeRecord } from './wipeRecord'

const PATH = '/api/staff/devices.wiped'
const ANSWER_WITHIN_MS = 20_000
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** The server's word that there is nothing to confirm: taken before, or it does not know the order. Anything else is tried again. */
const SETTLED = /"code":"NOT_FOUND"/

export interface WipeParts {
  readonly store: Store
  readonly deviceKey: DeviceKey
  readonly serverFetch: ServerFetch
  readonly settings: DesktopSettings
  /** Unsent writes known here: of whoever is at work, and of the others. */
  readonly countUnsent: () => Promise<{ readonly present: number; readonly others: number }>
  /** Nobody is signed in here from this very moment. */
  readonly signOut: () => void
  /** Deletes every key, verifier and note, and the vault. Can be repeated after a crash at any point of it. */
  readonly erase: (deviceKeyToo: boolean) => Promise<void>
}

/** Carries out an administrator's order to wipe this console (D3), through restarts, until the server has the confirmation. */
export interface WipeOrder {
  /** Null when there is none. Rejects when the order on disk cannot be read: then nothing may be opened. */
  step(): Promise<WipeStep | null>
  deviceId(): Promise<string | null>
  /**
   * Durable before anything is deleted, where the disk takes it. Where it does not (full, read-only), the order stands in memory and is carried out all the
   * same; the device key then stays, so that after a kill the next contact brings the order again. A second order while one is under way changes nothing.
   */
  begin(orderId: string): Promise<void>
  /** The page has deleted its databases. `unsent` is its own exact count, where it had one. */
  pagesGone(unsent: number | null): Promise<void>
  /** Takes up what a restart interrupted. */
  resume(): void
  /** No more tries by timer. */
  stop(): void
}

export function createWipeOrder(parts: WipeParts): WipeOrder {
  const { store, deviceKey, countUnsent, signOut, erase } = parts
  const records = createWipeRecords(store)
  const serial = createSerial()
  let known: WipeRecord | null | undefined
  /** Whether the disk has the order, be it at an older step: each step can be repeated. */
  let noted = false
  let timer: NodeJS.Timeout | undefined
  let pause = FIRST_PAUSE_MS

  const read = async () => {
    if (known === undefined) {
      known = await records.read()
      noted = known !== null
    }
    return known
  }
  const write = async (record: WipeRecord) => {
    known = record
    noted = await records.write(record).then(
      () => true,
      () => noted,
    )
  }
  /** One step after the other as far as it goes without the page. */
  const advance = async (): Promise<void> => {
    const record = await read()
    if (record === null || record.step === 'erased') return
    if (record.step === 'ordered') {
      await erase(noted)
      return await write({ ...record, step: 'erased' })
    }
    await confirm(parts, record)
    await deviceKey.destroy()
    if (noted) await records.clear()
    known = null
    noted = false
  }
  const go = async (): Promise<void> => {
    clearTimeout(timer)
    try {
      await serial(advance)
      pause = FIRST_PAUSE_MS
    } catch {
      timer = setTimeout(() => void go(), pause)
      timer.unref()
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
  }
  return {
    step: async () => {
      const record = await read()
      return record === null ? null : record.step === 'confirming' ? 'confirming' : 'erasing'
    },
    deviceId: async () => {
      const record = await read()
      return record === null ? null : deviceFrom(record.deviceKey).id
    },
    begin: async (orderId) => {
      // Who is at work is read before they are signed out; a keychain that cannot be read must not keep the order.
      const counting = countUnsent().catch(() => ({ present: 0, others: 0 }))
      signOut()
      await serial(async () => {
        const key = (await read()) === null ? await deviceKey.exported() : null
        if (key === null) return
        const { present, others } = await counting
        const counts = { unsentPresent: present, unsentOthers: others }
        await write({ version: 1, orderId, deviceKey: key, step: 'ordered', ...counts })
      })
      await go()
    },
    pagesGone: async (unsent) => {
      // An erasure that failed (a keychain that was locked) is tried first: the page may be quicker than its timer.
      await go()
      await serial(async () => {
        const record = await read()
        if (record?.step !== 'erased') return
        await write({ ...record, step: 'confirming', unsentPresent: unsent ?? record.unsentPresent })
      })
      // Not awaited: the page has nothing to wait for, and the server may be far away.
      void go()
    },
    resume: () => void go(),
    stop: () => clearTimeout(timer),
  }
}

/** Resolves once the server has the confirmation, or has said that it wants none. */
async function confirm({ serverFetch, settings }: WipeParts, record: WipeRecord): Promise<void> {
  const device = deviceFrom(record.deviceKey)
  const { orderId, unsentPresent, unsentOthers } = record
  const signature = device.sign(wipedText(device.id, orderId))
  const body = new TextEncoder().encode(JSON.stringify({ orderId, unsent: unsentPresent + unsentOthers, signature }))
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), settings.answerWithinMs ?? ANSWER_WITHIN_MS)
  try {
    const answer = await serverFetch(new URL(settings.serverUrl).origin + PATH, {
      method: 'POST',
      headers: headersFor(device, body, settings),
      body,
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal: controller.signal,
    })
    const text = await answer.text()
    // A guest network's page may answer 200 as well: only the server's own words count.
    const taken = answer.ok && text.includes('"result"')
    if (!taken && !(answer.status === 404 && SETTLED.test(text))) throw new Error('the confirmation was not taken')
  } finally {
    clearTimeout(timer)
  }
}

function headersFor(device: Device, body: Uint8Array, { appVersion }: DesktopSettings): Headers {
  const proof = device.sign(proofText({ method: 'POST', path: PATH, body, token: null }))
  const credentials = { deviceId: device.id, deviceKey: device.publicKey, proof, token: null, appVersion }
  return requestHeaders(new Headers({ 'content-type': 'application/json' }), credentials)
}
