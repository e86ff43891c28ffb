import type { Role } from '../access/roles'

export const HELP_CATEGORIES = [
  'start',
  'invites',
  'access',
  'sign_in',
  'security',
  'settings',
  'team',
  'offline',
] as const
export type HelpCategory = (typeof HELP_CATEGORIES)[number]

export type HelpBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'steps'; readonly items: readonly string[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'tip'; readonly text: string }

export interface HelpSection {
  readonly id: string
  readonly heading: string
  readonly blocks: readonly HelpBlock[]
}

/** One article of the staff help (S3.19 to S3.28, S0.28). In texts, `{participant}` and `{participants}` become the clinic's own words (S3.17). */
export interface HelpArticle {
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly category: HelpCategory
  readonly summary: string
  readonly tags: readonly string[]
  /** Other words people search with (S3.20). */
  readonly aliases: readonly string[]
  /** Who is shown the article (S3.19). */
  readonly audience: readonly Role[]
  readonly related: readonly string[]
  /** "When to use this" (S3.21). */
  readonly whenToUse: readonly string[]
  readonly sections: readonly HelpSection[]
  /** "How this changes with your settings" (S3.28): names of clinic settings and what they do here. */
  readonly settings: readonly { readonly setting: string; readonly effect: string }[]
  /** Files that this article describes, so that a change of them reminds of it (S1.18). */
  readonly sources: readonly string[]
}
