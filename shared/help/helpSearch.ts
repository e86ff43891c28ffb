import { foldText } from '../search/searchRules'
import type { HelpArticle } from './helpSchemas'
import { blockTexts, plainText } from './helpText'

/** An article that has every word of the query. `sectionId` is the section that says most of it, when title and aliases do not. */
export interface HelpHit {
  readonly slug: string
  readonly sectionId: string | null
}

export interface HelpIndex {
  /** Best first; an empty query finds nothing (the page shows the index then). */
  search(query: string): readonly HelpHit[]
}

interface Part {
  readonly text: string
  readonly weight: number
  readonly sectionId: string | null
}
interface Entry {
  readonly slug: string
  readonly parts: readonly Part[]
}

const TITLE = 12
const ALIAS = 10
const TAG = 6
const HEADING = 5
const SUMMARY = 4
const BODY = 1
/** A word that begins with what was typed counts full; one that has it inside, this much. */
const INSIDE = 0.4
/** Words that people type around what they look for. */
const FILLERS = new Set(
  'a an and are can do does for from how i in is it my of on or s t that the their they this to what when where which who why with'.split(
    ' ',
  ),
)

/**
 * S3.20: searches title, aliases, tags, headings, summary and text; `say` puts in the clinic's words. Some twenty articles are scanned whole
 * at every key press, which takes less than a millisecond. When nothing has every word, one slip of a letter in long words is forgiven.
 */
export function createHelpIndex(articles: readonly HelpArticle[], say: (text: string) => string): HelpIndex {
  const entries = articles.map((article): Entry => ({ slug: article.slug, parts: partsOf(article, say) }))
  return {
    search(query) {
      const words = wordsOf(query)
      if (words.length === 0) return []
      const found = ranked(entries, words, wordScore)
      return found.length > 0 ? found : ranked(entries, words, slipScore)
    },
  }
}

function partsOf(article: HelpArticle, say: (text: string) => string): readonly Part[] {
  const part = (text: string, weight: number, sectionId: string | null = null): Part => ({
    text: ` ${foldText(say(plainText(text)))}`,
    weight,
    sectionId,
  })
  return [
    part(article.title, TITLE),
    ...article.aliases.map((alias) => part(alias, ALIAS)),
    ...article.tags.map((tag) => part(tag, TAG)),
    part(article.summary, SUMMARY),
    ...article.whenToUse.map((text) => part(text, SUMMARY)),
    ...article.sections.flatMap(({ id, heading, blocks }) => [
      part(heading, HEADING, id),
      part(blocks.flatMap(blockTexts).join(' '), BODY, id),
    ]),
    part(article.settings.map(({ setting, effect }) => `${setting} ${effect}`).join(' '), BODY, SETTINGS_SECTION),
  ]
}

/** The id of "How this changes with your settings" on every article's page (S3.28). */
export const SETTINGS_SECTION = 'settings'

function wordsOf(query: string): readonly string[] {
  const all = foldText(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const telling = all.filter((word) => !FILLERS.has(word))
  return [...new Set(telling.length > 0 ? telling : all)]
}

type Score = (text: string, word: string) => number

function ranked(entries: readonly Entry[], words: readonly string[], score: Score): readonly HelpHit[] {
  return entries
    .flatMap((entry) => rankOf(entry, words, score))
    .sort((a, b) => b.rank - a.rank)
    .map(({ slug, sectionId }) => ({ slug, sectionId }))
}

function rankOf({ slug, parts }: Entry, words: readonly string[], score: Score) {
  const best = words.map((word) => Math.max(...parts.map(({ text, weight }) => weight * score(text, word))))
  if (best.some((value) => value === 0)) return []
  const ofPart = ({ text, weight }: Part) => words.reduce((sum, word) => sum + weight * score(text, word), 0)
  const [top] = parts.map((part) => ({ part, value: ofPart(part) })).sort((a, b) => b.value - a.value)
  const rank = best.reduce((sum, value) => sum + value, 0) + (top?.value ?? 0)
  return [{ slug, sectionId: top?.part.sectionId ?? null, rank }]
}

/** `text` has a blank before every word. */
function wordScore(text: string, word: string): number {
  if (text.includes(` ${word}`)) return 1
  return word.length >= 3 && text.includes(word) ? INSIDE : 0
}

const SLIP_FROM = 5

function slipScore(text: string, word: string): number {
  const exact = wordScore(text, word)
  if (exact > 0 || word.length < SLIP_FROM) return exact
  return text.split(/[^\p{L}\p{N}]+/u).some((other) => oneSlip(word, other)) ? INSIDE : 0
}

/** Whether one letter added, left out, changed, or two neighbours swapped make `a` the beginning of `b`, or all of it. */
export function oneSlip(a: string, b: string): boolean {
  if (b.length < a.length - 1) return false
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  const rest = (text: string, from: number) => text.slice(from)
  return (
    b.startsWith(rest(a, at + 1), at + 1) ||
    b.startsWith(rest(a, at), at + 1) ||
    b.startsWith(rest(a, at + 1), at) ||
    (a[at] === b[at + 1] && a[at + 1] === b[at] && b.startsWith(rest(a, at + 2), at + 2))
  )
}
