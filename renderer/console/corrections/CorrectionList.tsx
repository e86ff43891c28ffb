// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which a table does not allow.
// biome-ignore-all lint/a11y/useFocusableInteractive: in a grid with rows as stops, cells take no focus of their own.
import { useMediaQuery } from '@mantine/hooks'
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useMemo, useRef } from 'react'
import { useDirectory } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { CorrectionRow } from './CorrectionRow'
import { GROUP_WORDS, type InboxRow, type ListItem, withHeadings } from './correctionInbox'
import classes from './Inbox.module.css'
import { useInboxWords } from './useInboxWords'
import { useRestOfWindow } from './useRestOfWindow'

const HEAD_PX = 36
const HEADING_PX = 34
const ROW_PX = 42
/** Three lines, and a target for a thumb. */
const CARD_PX = 96
const NARROW = '(max-width: 48em)'
const EDGES_PX = 2
const HEADS = ['Due', 'Name', 'About', 'Program', 'State', 'With', 'Received'] as const
const HEAD_CLASSES = ['due', 'name', 'about', 'program', 'state', 'hands', 'received'] as const

export interface CorrectionListProps {
  readonly rows: readonly InboxRow[]
  readonly active: number
  readonly onActive: (place: number) => void
  readonly onOpen: (id: string) => void
  /** Set by the search field when the arrow keys lead from there into the list. */
  readonly enter: RefObject<() => void>
}

/** Only what is on screen exists. The active row is the one stop of the Tab key (WAI-ARIA grid); headings are passed over. */
export function CorrectionList({ rows, active, onActive, onOpen, enter }: CorrectionListProps) {
  const say = useSay()
  const { memory } = useDirectory().directory
  const wordsOf = useInboxWords()
  const frame = useRef<HTMLDivElement>(null)
  const compact = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false }) ?? false
  const items = useMemo(() => withHeadings(rows), [rows])
  const places = useMemo(() => items.flatMap((item, at) => (item.kind === 'row' ? [at] : [])), [items])
  const sizeOf = (item: ListItem | undefined) => (item?.kind === 'heading' ? HEADING_PX : compact ? CARD_PX : ROW_PX)
  const whole = items.reduce((sum, item) => sum + sizeOf(item), compact ? 0 : HEAD_PX)
  const frameHeight = Math.min(useRestOfWindow(frame), whole + EDGES_PX)
  const activeItem = places[active] ?? 0
  const keepActive = useCallback(
    (range: Range) => [...new Set([...defaultRangeExtractor(range), activeItem])].sort((a, b) => a - b),
    [activeItem],
  )
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: (at) => sizeOf(items[at]),
    overscan: 4,
    initialOffset: memory.inbox.offset,
    rangeExtractor: keepActive,
    // The head covers the first row's height of the frame.
    scrollPaddingStart: HEAD_PX,
  })
  useEffect(() => {
    const box = frame.current
    return () => {
      memory.inbox.offset = box?.scrollTop ?? 0
    }
  }, [memory])
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes change with these only.
  useEffect(() => virtual.measure(), [compact, items])

  const focusRow = (place: number) => {
    const next = Math.min(Math.max(place, 0), rows.length - 1)
    onActive(next)
    virtual.scrollToIndex(places[next] ?? 0)
    requestAnimationFrame(() =>
      frame.current?.querySelector<HTMLElement>(`[data-place="${next}"]`)?.focus({ preventScroll: true }),
    )
  }
  enter.current = () => focusRow(active)
  const pageRows = Math.max(1, Math.floor((frameHeight - HEAD_PX) / (compact ? CARD_PX : ROW_PX)) - 1)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const row = rows[active]
    if (event.key === 'Enter' && row) return onOpen(row.correction.id)
    const target = targetOf(event.key, active, { pageRows, last: rows.length - 1 })
    if (target === null) return
    event.preventDefault()
    focusRow(target)
  }
  return (
    <div
      ref={frame}
      className={classes.frame}
      style={{ height: frameHeight }}
      data-compact={compact || undefined}
      role="grid"
      aria-label="Correction requests"
      aria-rowcount={items.length + 1}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div className={classes.head} role="row" aria-rowindex={1}>
        {HEADS.map((head, at) => (
          <span key={head} role="columnheader" className={classes[HEAD_CLASSES[at] ?? 'name']}>
            {head}
          </span>
        ))}
      </div>
      <div className={classes.rows} role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start, size }) => {
          const item = items[index]
          if (item === undefined) return null
          const place = { height: size, transform: `translateY(${start}px)` }
          return item.kind === 'heading' ? (
            <div
              key={key}
              className={classes.heading}
              data-group={item.group}
              style={place}
              role="row"
              aria-rowindex={index + 2}
            >
              <span role="rowheader" aria-colspan={HEADS.length}>
                {say(GROUP_WORDS[item.group])} <span className={classes.headingCount}>{item.count}</span>
              </span>
            </div>
          ) : (
            <CorrectionRow
              key={key}
              {...wordsOf(item.row)}
              rowIndex={index + 2}
              place={item.place}
              top={start}
              height={size}
              active={item.place === active}
              onOpen={onOpen}
              onActive={onActive}
            />
          )
        })}
      </div>
    </div>
  )
}

function targetOf(key: string, active: number, { pageRows, last }: { pageRows: number; last: number }): number | null {
  if (key === 'ArrowDown') return active + 1
  if (key === 'ArrowUp') return active - 1
  if (key === 'PageDown') return active + pageRows
  if (key === 'PageUp') return active - pageRows
  if (key === 'Home') return 0
  return key === 'End' ? last : null
}
