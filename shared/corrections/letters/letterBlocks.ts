import type { Language } from '../../clinic/clinicSchemas'
import type { LetterKind } from '../correctionLimits'

/** What a letter is made of; console and portal draw the same blocks, on screen and on paper. */
export type LetterBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Somebody's own words, as they wrote them: line breaks count. */
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** Each row has a cell for each column. */
  | { readonly kind: 'rows'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }

export interface Letter {
  readonly kind: LetterKind
  /** Of its words. */
  readonly version: number
  readonly language: Language
  readonly title: string
  /** The clinic, line by line. */
  readonly from: readonly string[]
  readonly to: string
  /** In words. */
  readonly date: string
  readonly blocks: readonly LetterBlock[]
}

/** The text that a letter's hash covers: everything that is read, in its order, and nothing of how it is drawn. */
export function letterText({ kind, version, language, title, from, to, date, blocks }: Letter): string {
  return JSON.stringify([kind, version, language, title, from, to, date, blocks.map(blockText)])
}

function blockText(block: LetterBlock): unknown {
  switch (block.kind) {
    case 'list':
      return [block.kind, block.items]
    case 'rows':
      return [block.kind, block.columns, block.rows]
    default:
      return [block.kind, block.text]
  }
}
