import { CloseButton, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useMemo, useRef } from 'react'
import { ROLE_LABELS } from '../../../shared/access/roles'
import { usePrograms } from '../participants/clinicHooks'
import { useFocusSearch } from '../participants/useFocusSearch'
import { useSession, useStore } from '../shell/SessionContext'
import {
  GROUP_WORDS,
  GROUPS,
  type Group,
  type HandsFilter,
  handsOf,
  type InboxFilter,
  isNarrowed,
  isReader,
  keyOf,
  type Reader,
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
  readonly me: Reader | null
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
        onChange={(value) => onChange({ ...filter, hands: (value ?? 'anybody') as HandsFilter })}
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
function useHands(me: Reader | null): readonly { readonly value: HandsFilter; readonly label: string }[] {
  const { corrections, staff } = useSession().replica.stores
  const version = useStore(corrections).version()
  const colleagues = useStore(staff).version()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the versions stand for the contents of the stores.
  return useMemo(() => {
    const others = new Map<string, string>()
    for (const [, correction] of corrections.all()) {
      const hands = handsOf(correction)
      if (hands === null || isReader(hands, me)) continue
      others.set(keyOf(hands), staff.get(hands.staffId ?? '')?.displayName ?? hands.name)
    }
    const twice = new Set([...others.values()].filter((name, at, all) => all.indexOf(name) !== at))
    const labelled = [...others].map(([key, name]) => {
      const role = twice.has(name) ? staff.get(key)?.role : undefined
      return { value: `by:${key}` as const, label: `With ${name}${role ? `, ${ROLE_LABELS[role]}` : ''}` }
    })
    return [
      { value: 'anybody', label: 'With anybody' },
      { value: 'mine', label: 'With me' },
      { value: 'nobody', label: 'With nobody yet' },
      ...labelled.sort((a, b) => a.label.localeCompare(b.label, 'en')),
    ]
  }, [corrections, staff, version, colleagues, me])
}
