/** The addresses of the articles, apart from their texts: a link to one must not bring all of them along. */
export const HELP_SLUGS = [
  'first-steps',
  'what-participants-see',
  'invitations-and-accounts',
  'letters-and-codes',
  'manage-portal-access',
  'consents',
  'messages',
  'correction-requests',
  'portal-sign-in',
  'sign-in-diagnostics',
  'password-resets',
  'locked-out',
  'is-this-email-real',
  'portal-security',
  'lost-phone',
  'quick-exit-and-safety',
  'settings-and-branding',
  'staff-and-roles',
  'working-offline',
  'consoles',
  'audit-log',
] as const
export type HelpSlug = (typeof HELP_SLUGS)[number]

export const GUIDE_PATH = '/help/participant-guide'

/** `section` is the id of a section of that article. */
export function helpPath(slug: string, section?: string | null): string {
  return section ? `/help/${slug}?section=${section}` : `/help/${slug}`
}
