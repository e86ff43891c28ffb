/** The pages of Settings, by their last word in the address. */
export const SETTINGS_PARTS = [
  'clinic',
  'portal',
  'access',
  'branding',
  'terms',
  'consents',
  'corrections',
  'messages',
] as const
export type SettingsPartName = (typeof SETTINGS_PARTS)[number]
