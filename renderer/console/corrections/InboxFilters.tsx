import { CloseButton, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useMemo, useRef } from 'react'
import { usePrograms } from '../participants/clinicHooks'
import { useFocusSearch } from '../participants/useFocusSearch'
import { useSession, useStore } from '../shell/SessionContext'
import {
  GROUP_WORDS,
  GROUPS,
  type Group,
  type Hands,
  handsOf,
  type InboxFilter,
  isNarrowed,
  SORTS,
  type Sort,
} from './correctionInbox'
import classes from './Inbox.module.css'

const SORT_WORDS: Readonly<Record<Sort, string>> = {
  due: 'Due date, earliest first',
  due_last: 'Due date, latest first',
  received: 'Received, newest first',
}

export interface InboxFiltersProps {
  readonly filter: InboxFilter
  readonly me: string
  readonly counted: string
  readonly onChange: (filter: InboxFilter) => void
  /** The arrow key leads from the search field into the list. */
  readonly onEnterList: () => void
}

export function InboxFilters({ filter, me, counted, onChange, onEnterList }: InboxFiltersProps) {
  const programs = usePrograms()
  const hands = useHands(me)
  const input = useRef<HTMLInputElement>(null)
  useFocusSearch(input)
  const search = (words: string) => onChange({ ...filter, words })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && filter.words) search('')
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    onEnterList()
  }
  return (
    <div className={classes.filters}>
      <TextInput
        ref={input}
        className={classes.search ?? ''}
        type="search"
        aria-label="Search requests"
        placeholder="Name, file number or words"
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={
          filter.words ? <CloseButton size="sm" aria-label="Clear the search" onClick={() => search('')} /> : null
        }
        value={filter.words}
        onChange={({ currentTarget }) => search(currentTarget.value)}
        onKeyDown={onKeyDown}
        autoComplete="off"
        spellCheck={false}
      />
      <Select
        aria-label="State"
        data={[{ value: 'all', label: 'All states' }, ...GROUPS.map((value) => ({ value, label: GROUP_WORDS[value] }))]}
        value={filter.group}
        allowDeselect={false}
        onChange={(value) => onChange({ ...filter, group: (value ?? 'all') as Group | 'all' })}
      />
      {programs.length > 1 ? (
        <Select
          aria-label="Program"
          data={[{ value: '', label: 'All programs' }, ...programs.map(({ id, name }) => ({ value: id, label: name }))]}
          value={filter.programId ?? ''}
          allowDeselect={false}
          onChange={(value) => onChange({ ...filter, programId: value || null })}
        />
      ) : null}
      <Select
        aria-label="In whose hands"
        data={hands}
        value={filter.hands}
        allowDeselect={false}
        onChange={(value) => onChange({ ...filter, hands: (value ?? 'anybody') as Hands })}
      />
      <Select
        aria-label="Order"
        data={SORTS.map((value) => ({ value, label: SORT_WORDS[value] }))}
        value={filter.sort}
        allowDeselect={false}
        onChange={(value) => onChange({ ...filter, sort: (value ?? 'due') as Sort })}
      />
      {isNarrowed(filter) ? (
        <span className={classes.count} aria-hidden>
          {counted}
        </span>
      ) : null}
    </div>
  )
}

/** Mine, nobody's yet, and each colleague who has one. */
function useHands(me: string): readonly { readonly value: Hands; readonly label: string }[] {
  const { corrections } = useSession().replica.stores
  const version = useStore(corrections).version()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the contents of the store.
  return useMemo(() => {
    const names = new Set([...corrections.all()].flatMap(([, correction]) => handsOf(correction) ?? []))
    names.delete(me)
    return [
      { value: 'anybody', label: 'With anybody' },
      { value: 'mine', label: 'With me' },
      { value: 'nobody', label: 'With nobody yet' },
      ...[...names].sort().map((name) => ({ value: `by:${name}` as const, label: `With ${name}` })),
    ]
  }, [corrections, version, me])
}
