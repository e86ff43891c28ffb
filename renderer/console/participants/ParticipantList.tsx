// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which a table does not allow.
// biome-ignore-all lint/a11y/useFocusableInteractive: in a grid with rows as stops, cells take no focus of their own.
import { useMediaQuery } from '@mantine/hooks'
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useDirectory } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import classes from './ParticipantList.module.css'
import { ParticipantRow } from './ParticipantRow'
import { useParticipantRows } from './useParticipantRows'

const ROW_PX = 36
/** Two lines, and a target for a thumb. */
const COMPACT_ROW_PX = 58
const NARROW = '(max-width: 48em)'
const LEAST_HEIGHT_PX = 260
const BELOW_PX = 24
const EDGES_PX = 2
const HEADS = ['Name', 'Born', 'File', 'Program', 'Email', 'Phone', 'Portal'] as const
const HEAD_CLASSES = ['name', 'born', 'file', 'program', 'email', 'phone', 'portal'] as const

export interface ParticipantListProps {
  readonly ids: readonly string[]
  readonly active: number
  readonly onActive: (index: number) => void
  readonly onOpen: (id: string) => void
  /** Set by the search field when the arrow keys lead from there into the list. */
  readonly enter: RefObject<() => void>
}

/** Everyone found, in rows of one height: only those on screen exist. The active row is the one stop of the Tab key (WAI-ARIA grid). */
export function ParticipantList({ ids, active, onActive, onOpen, enter }: ParticipantListProps) {
  const say = useSay()
  const { directory } = useDirectory()
  const wordsOf = useParticipantRows()
  const frame = useRef<HTMLDivElement>(null)
  const compact = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false }) ?? false
  const height = compact ? COMPACT_ROW_PX : ROW_PX
  const room = useRestOfWindow(frame)
  const frameHeight = Math.min(room, (compact ? 0 : ROW_PX) + ids.length * height + EDGES_PX)
  const keepActive = useCallback(
    (range: Range) => [...new Set([...defaultRangeExtractor(range), active])].sort((a, b) => a - b),
    [active],
  )
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    // Keyed by place (the default), not by person: a keystroke changes the words of rows that are there instead of making new ones.
    overscan: 4,
    initialOffset: directory.memory.offset,
    rangeExtractor: keepActive,
    // The head covers the first row's height of the frame.
    scrollPaddingStart: ROW_PX,
  })
  useEffect(() => {
    const box = frame.current
    return () => {
      directory.memory.offset = box?.scrollTop ?? 0
    }
  }, [directory])
  // biome-ignore lint/correctness/useExhaustiveDependencies: row heights change with `compact` only.
  useEffect(() => virtual.measure(), [compact])

  const focusRow = (index: number) => {
    const next = Math.min(Math.max(index, 0), ids.length - 1)
    onActive(next)
    virtual.scrollToIndex(next)
    requestAnimationFrame(() => rowAt(frame.current, next)?.focus({ preventScroll: true }))
  }
  enter.current = () => focusRow(active)
  const pageRows = Math.max(1, Math.floor((frameHeight - ROW_PX) / height) - 1)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const id = ids[active]
    if (event.key === 'Enter' && id !== undefined) return onOpen(id)
    const target = targetOf(event.key, active, { pageRows, last: ids.length - 1 })
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
      aria-label={say('Participants')}
      aria-rowcount={ids.length + 1}
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
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const words = wordsOf(ids[index] ?? '')
          return words ? (
            <ParticipantRow
              key={key}
              {...words}
              index={index}
              top={start}
              height={height}
              active={index === active}
              onOpen={onOpen}
              onActive={onActive}
            />
          ) : null
        })}
      </div>
    </div>
  )
}

function rowAt(frame: HTMLElement | null, index: number): HTMLElement | null {
  return frame?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null
}

function targetOf(key: string, active: number, { pageRows, last }: { pageRows: number; last: number }): number | null {
  if (key === 'ArrowDown') return active + 1
  if (key === 'ArrowUp') return active - 1
  if (key === 'PageDown') return active + pageRows
  if (key === 'PageUp') return active - pageRows
  if (key === 'Home') return 0
  return key === 'End' ? last : null
}

/** The list takes what is left of the window below its own top, so the page itself never scrolls and the search stays in sight. */
function useRestOfWindow(box: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(LEAST_HEIGHT_PX)
  useLayoutEffect(() => {
    const measure = () => {
      const top = box.current?.getBoundingClientRect().top ?? 0
      setHeight(Math.max(LEAST_HEIGHT_PX, Math.floor(window.innerHeight - top - BELOW_PX)))
    }
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [box])
  return height
}
