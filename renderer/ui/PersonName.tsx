import classes from './PersonName.module.css'

export interface PersonNameProps {
  readonly name: string
  /** Keep to one line and cut with an ellipsis; the whole name is in the title. */
  readonly truncate?: boolean
}

/**
 * Characters that turn the writing direction of what follows (U+202A to U+202E, U+2066 to U+2069) or break the line. A name
 * needs none of them: `bdi` isolates it, and with one somebody could dress one name as another.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose.
const steering = /[\u0000-\u001f\u007f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** Marks of no script of its own, which pile up over and under a letter. Four are more than a name needs; a hundred cover the lines around it. */
const pile = /((?:(?=\p{Mn})\p{Script=Inherited}){4})(?:(?=\p{Mn})\p{Script=Inherited})+/gu

/** The name as it may be shown: without steering characters and piled marks, with single spaces. Joiners inside emoji and scripts stay. */
export const displayName = (name: string): string =>
  name.replace(steering, ' ').replace(pile, '$1').replace(/\s+/gu, ' ').trim()

/** A person's name in any script: its direction stays its own and a long one never breaks the layout. */
export function PersonName({ name, truncate = false }: PersonNameProps) {
  const shown = displayName(name)
  return (
    <bdi className={truncate ? classes.truncate : classes.whole} title={truncate ? shown : undefined} translate="no">
      {shown}
    </bdi>
  )
}
