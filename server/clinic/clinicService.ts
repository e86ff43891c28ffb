import type { Kysely, Selectable, Transaction } from 'kysely'
import type { PublicClinic } from '../../shared/accounts/portalSchemas'
import { type ClinicDoc, type ClinicSettings, clinicSettingsSchema } from '../../shared/clinic/clinicSchemas'
import type { Tables } from '../platform/database/tables'

/** Where a logo is served, by the hash of its bytes. */
export const LOGO_PATH = '/api/branding/logo'

type Db = Kysely<Tables> | Transaction<Tables>

/** The clinic's row with its settings checked and defaults filled in. */
export interface Clinic {
  readonly doc: ClinicDoc
  readonly epoch: string
  readonly settings: ClinicSettings
}

export interface ClinicService {
  /** Always the committed row: settings take effect on the next call of every process. Pass `tx` to read inside a transaction. */
  read(tx?: Db): Promise<Clinic>
  doc(): Promise<ClinicDoc>
  publicClinic(): Promise<PublicClinic>
}

/** `portalUrl` is PUBLIC_URL without a trailing slash. The row is parsed once for each revision of it. */
export function createClinicService(deps: { readonly db: Kysely<Tables>; readonly portalUrl: string }): ClinicService {
  let parsed: Clinic | null = null
  const read = async (db: Db = deps.db): Promise<Clinic> => {
    const row = await db.selectFrom('clinic').selectAll().executeTakeFirstOrThrow()
    if (parsed?.doc.rev !== row.rev || parsed.epoch !== row.epoch) parsed = parseClinic(row, deps.portalUrl)
    return parsed
  }
  return {
    read,
    doc: async () => (await read()).doc,
    publicClinic: async () => publicClinic(await read()),
  }
}

/** The same service for whoever reads in a transaction: no question leaves its connection. */
export function clinicIn(clinic: ClinicService, tx: Db): ClinicService {
  return {
    read: () => clinic.read(tx),
    doc: async () => (await clinic.read(tx)).doc,
    publicClinic: async () => publicClinic(await clinic.read(tx)),
  }
}

function parseClinic(row: Selectable<Tables['clinic']>, portalUrl: string): Clinic {
  const settings = clinicSettingsSchema.parse(row.settings)
  return {
    epoch: row.epoch,
    settings,
    doc: {
      id: 'clinic',
      rev: row.rev,
      name: row.name,
      phone: row.phone,
      email: row.email,
      address: row.address,
      timeZone: row.time_zone,
      portalUrl,
      mailSender: row.mail_sender,
      senderName: row.sender_name,
      logoHash: row.logo_hash,
      settings,
      restored: row.restored,
    },
  }
}

/** The part of the clinic that any visitor may know. */
export function publicClinic({ doc, settings }: Clinic): PublicClinic {
  const { accent, welcomeTitle, welcomeMessage, contactInfo, displayName } = settings.branding
  return {
    name: displayName || doc.name,
    portalEnabled: settings.portalEnabled,
    methods: settings.methods,
    languages: settings.languages,
    branding: { accent, welcomeTitle, welcomeMessage, contactInfo },
    logoUrl: doc.logoHash === null ? null : `${LOGO_PATH}/${doc.logoHash}`,
    terms: settings.terms,
    registration: settings.registration,
    phone: doc.phone,
    email: doc.email,
    address: doc.address,
    minPasswordLength: minPasswordLength(settings),
  }
}

/** 15, or 8 only where the clinic also requires a second factor (P1). */
export function minPasswordLength(settings: ClinicSettings): number {
  return settings.mfaRequired ? settings.minPasswordLength : 15
}
