import type { Letter, LetterBlock } from '../../../shared/corrections/letters/letterBlocks'
import classes from './Letter.module.css'

/** A letter as blocks, the same on the screen and on paper. */
export function LetterSheet({ letter }: { readonly letter: Letter }) {
  const { language, title, from, to, date, blocks } = letter
  return (
    <article className={classes.sheet} lang={language}>
      <header className={classes.from}>
        {from.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one address never change their order.
          <bdi key={at}>{line}</bdi>
        ))}
      </header>
      <p className={classes.to}>
        <bdi>{to}</bdi>
      </p>
      <p className={classes.date}>{date}</p>
      <h1 className={classes.subject}>{title}</h1>
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one letter never change their order.
        <Block key={at} block={block} />
      ))}
    </article>
  )
}

function Block({ block }: { readonly block: LetterBlock }) {
  switch (block.kind) {
    case 'heading':
      return <h2>{block.text}</h2>
    case 'paragraph':
      return <p>{block.text}</p>
    case 'quote':
      return <blockquote dir="auto">{block.text}</blockquote>
    case 'list':
      return (
        <ul>
          {block.items.map((item) => (
            <li key={item}>
              <bdi>{item}</bdi>
            </li>
          ))}
        </ul>
      )
    case 'rows':
      return <Rows {...block} />
  }
}

function Rows({ columns, rows }: Extract<LetterBlock, { kind: 'rows' }>) {
  return (
    <table>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows of a letter may read the same.
          <tr key={at}>
            {cells.map((cell, column) => (
              <td key={columns[column]} data-column={columns[column]}>
                <bdi>{cell}</bdi>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
