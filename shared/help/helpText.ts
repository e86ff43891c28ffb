import type { HelpArticle, HelpBlock } from './helpSchemas'

/** A text in pieces: what stood between double asterisks is the name of something on the screen. */
export interface TextPiece {
  readonly text: string
  readonly label: boolean
}

export function textPieces(text: string): readonly TextPiece[] {
  return text
    .split('**')
    .map((piece, at) => ({ text: piece, label: at % 2 === 1 }))
    .filter((piece) => piece.text !== '')
}

export function plainText(text: string): string {
  return text.replaceAll('**', '')
}

/** Every text of a block, in reading order. */
export function blockTexts(block: HelpBlock): readonly string[] {
  if (block.kind === 'text' || block.kind === 'tip') return [block.text]
  if (block.kind === 'table') return [...block.head, ...block.rows.flat()]
  return block.items
}

/** Every text of an article that a person reads, in reading order. */
export function articleTexts(article: HelpArticle): readonly string[] {
  return [
    article.title,
    article.summary,
    ...article.whenToUse,
    ...article.sections.flatMap(({ heading, blocks }) => [heading, ...blocks.flatMap(blockTexts)]),
    ...article.settings.flatMap(({ setting, effect }) => [setting, effect]),
  ]
}
