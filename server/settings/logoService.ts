import { hash } from 'node:crypto'
import type { z } from 'zod'
import type { ClinicDoc } from '../../shared/clinic/clinicSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import { inspectLogo, type LogoProblem } from '../../shared/settings/logoImage'
import { MOST_LOGO_BYTES, type saveLogoSchema } from '../../shared/settings/settingsSchemas'
import { inTransaction, nextRev, type Reading, type Tx } from '../platform/database/transaction'
import type { WriteCaller } from '../sync/writeCaller'
import { lockClinicAt, noteChange, type SettingsDeps } from './settingsService'

type Logo = NonNullable<z.infer<typeof saveLogoSchema>['logo']>

const WORDS: Readonly<Record<LogoProblem | 'too_heavy', string>> = {
  not_an_image: 'is not a whole PNG, JPEG or WebP picture',
  other_type: 'is a picture of another type than it says',
  too_big: 'must be at most 2,000 pixels wide and high',
  too_heavy: 'must be at most 200 KB',
}
const HASH = /^[0-9a-f]{64}$/

/**
 * S2.64: puts the logo up, or takes it away, on every page at once. The type is taken from the bytes, SVG is none of the three (it can hold script).
 * `SETTINGS_CHANGED`, or `INVALID_INPUT` for `logo`. Earlier logos stay in the database: pages that are open still show them.
 */
export async function saveLogo(
  deps: SettingsDeps,
  caller: WriteCaller,
  { expectedRev, logo }: z.infer<typeof saveLogoSchema>,
): Promise<ClinicDoc> {
  const bytes = logo && checkedBytes(logo)
  return await inTransaction(deps.db, async (tx) => {
    const before = await lockClinicAt(tx, expectedRev)
    const logoHash = logo && bytes ? await storeLogo(tx, logo, bytes, caller.now) : null
    if (logoHash === before.logo_hash) return (await deps.clinic.read(tx)).doc
    const rev = await nextRev(tx)
    await tx.updateTable('clinic').set({ rev, logo_hash: logoHash }).execute()
    await noteChange(deps, tx, caller, rev, 'settings.logo_changed', { present: logoHash !== null })
    return (await deps.clinic.read(tx)).doc
  })
}

/** The logo of this hash, whichever version of the branding it belongs to. */
export async function findLogo(db: Reading, logoHash: string): Promise<{ mediaType: string; bytes: Buffer } | null> {
  if (!HASH.test(logoHash)) return null
  const row = await db.selectFrom('clinic_logo').selectAll().where('hash', '=', logoHash).executeTakeFirst()
  return row ? { mediaType: row.media_type, bytes: row.bytes } : null
}

function checkedBytes({ base64, mediaType }: Logo): Buffer {
  const bytes = Buffer.from(base64, 'base64')
  // Node's decoder forgives what is not base64: then the bytes are not what was sent.
  if (bytes.toString('base64') !== base64) throw refused('not_an_image')
  if (bytes.length > MOST_LOGO_BYTES) throw refused('too_heavy')
  const found = inspectLogo(bytes, mediaType)
  if (!found.ok) throw refused(found.problem)
  return bytes
}

async function storeLogo(tx: Tx, { mediaType }: Logo, bytes: Buffer, now: Date): Promise<string> {
  const logoHash = hash('sha256', bytes, 'hex')
  await tx
    .insertInto('clinic_logo')
    .values({ hash: logoHash, media_type: mediaType, bytes, created_at: now })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute()
  return logoHash
}

function refused(problem: keyof typeof WORDS): CodedError {
  return new CodedError('INVALID_INPUT', { fields: [{ path: 'logo', message: WORDS[problem] }] })
}
