import type { Language, PortalFunctionName } from '../../../shared/clinic/clinicSchemas'
import type { ConsentDocumentId } from '../../../shared/consent/consentSchemas'

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français', es: 'Español' }

const OPENS = 'Opens your own system in a new tab.'
export const FUNCTION_WORDS: Readonly<Record<PortalFunctionName, { readonly label: string; readonly says: string }>> = {
  scheduling: { label: 'Self-scheduling', says: OPENS },
  telehealth: { label: 'Telehealth', says: OPENS },
  receipts: { label: 'Receipts and statements', says: OPENS },
  forms: { label: 'Online forms', says: OPENS },
  details: { label: 'Own details', says: 'What the clinic has on file, to read and print. Part of this portal.' },
  messages: { label: 'Messages', says: 'Between them and your clinic. Part of this portal.' },
  insurance: { label: 'Insurance', says: OPENS },
}

export const DOCUMENT_WORDS: Readonly<Record<ConsentDocumentId, string>> = {
  privacy: 'Privacy',
  data_use: 'Use of data',
  rights: 'Rights',
}
