import { Table } from '@mantine/core'
import { IconBulb } from '@tabler/icons-react'
import type { HelpBlock } from '../../../shared/help/helpSchemas'
import { textPieces } from '../../../shared/help/helpText'
import classes from './Help.module.css'
import type { Help } from './useHelp'

interface Said {
  readonly say: Help['say']
}

export function ArticleBlock({ block, say }: Said & { readonly block: HelpBlock }) {
  switch (block.kind) {
    case 'text':
      return (
        <p>
          <Words text={block.text} say={say} />
        </p>
      )
    case 'tip':
      return (
        <p className={classes.tip}>
          <IconBulb size={18} aria-hidden />
          <span>
            <Words text={block.text} say={say} />
          </span>
        </p>
      )
    case 'steps':
      return (
        <ol className={classes.steps}>
          <Items items={block.items} say={say} />
        </ol>
      )
    case 'list':
      return (
        <ul className={classes.list}>
          <Items items={block.items} say={say} />
        </ul>
      )
    case 'table':
      return <BlockTable head={block.head} rows={block.rows} say={say} />
  }
}

function Items({ items, say }: Said & { readonly items: readonly string[] }) {
  return items.map((item) => (
    <li key={item}>
      <Words text={item} say={say} />
    </li>
  ))
}

/** Names of buttons and pages stand out: they are looked for on the screen. */
export function Words({ text, say }: Said & { readonly text: string }) {
  return textPieces(say(text)).map(({ text: piece, label }, at) => {
    const Piece = label ? 'strong' : 'span'
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change places.
    return <Piece key={at}>{piece}</Piece>
  })
}

type TableBlock = Extract<HelpBlock, { kind: 'table' }>

/** In a narrow window each row is a card, its cells named by the head of their column. */
function BlockTable({ head, rows, say }: Said & Pick<TableBlock, 'head' | 'rows'>) {
  return (
    <Table className={classes.table ?? ''}>
      <Table.Thead>
        <Table.Tr>
          {head.map((name) => (
            <Table.Th key={name} scope="col">
              {say(name)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((cells) => (
          <Table.Tr key={cells.join('|')}>
            {cells.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell's column is what it is.
              <Table.Td key={column} data-head={say(head[column] ?? '')}>
                <Words text={cell} say={say} />
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
