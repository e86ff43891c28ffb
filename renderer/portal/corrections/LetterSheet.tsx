import type { Letter, LetterBlock } from '../../../shared/corrections/letters/letterBlocks'
import { StepHeading } from '../shell/StepHeading'
import classes from './letter.module.css'

export interface LetterSheetProps {
  readonly letter: Letter
  readonly pageTitle: string
}

/** The letter as it was written, in its own language, whatever the page is read in now. */
export function LetterSheet({ letter, pageTitle }: LetterSheetProps) {
  const { language, title, from, to, date, blocks } = letter
  return (
    <article className={classes.sheet} lang={language}>
      <p className={classes.from}>
        <bdi>{from.join('\n')}</bdi>
      </p>
      <p className={classes.to}>
        <bdi>{to}</bdi>
        <span>{date}</span>
      </p>
      <StepHeading pageTitle={pageTitle}>{title}</StepHeading>
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a letter is drawn once, in its order.
        <Block key={at} block={block} />
      ))}
    </article>
  )
}

function Block({ block }: { readonly block: LetterBlock }) {
  if (block.kind === 'heading') return <h2>{block.text}</h2>
  if (block.kind === 'quote') return <blockquote dir="auto">{block.text}</blockquote>
  if (block.kind === 'rows') return <Changes columns={block.columns} rows={block.rows} />
  if (block.kind === 'list') return <Items items={block.items} />
  return <p className={classes.words}>{block.text}</p>
}

function Items({ items }: { readonly items: readonly string[] }) {
  return (
    <ul>
      {[...new Set(items)].map((item) => (
        <li key={item}>
          <bdi className={classes.words}>{item}</bdi>
        </li>
      ))}
    </ul>
  )
}

/** One card for each change: four columns do not fit a phone, and long values not a table. */
function Changes({ columns, rows }: Omit<Extract<LetterBlock, { kind: 'rows' }>, 'kind'>) {
  return (
    <div className={classes.changes}>
      {rows.map((cells) => (
        <dl key={cells.join('\n')} className={classes.change}>
          {cells.map((cell, at) => (
            <div key={columns[at]}>
              <dt>{columns[at]}</dt>
              <dd>
                <bdi>{cell}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      ))}
    </div>
  )
}
