import { Anchor, Button } from '@mantine/core'
import { IconFilterOff, IconInbox } from '@tabler/icons-react'
import { useMemo, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { allows } from '../../../shared/access/roles'
import { EmptyState } from '../../ui/EmptyState'
import { LiveRegion } from '../../ui/LiveRegion'
import { plural } from '../../ui/language'
import { PageHeader } from '../../ui/PageHeader'
import { HelpLink } from '../help/HelpLink'
import { useDirectory, useSession, useStore } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { CorrectionList } from './CorrectionList'
import { EVERYTHING, type InboxCounts, type InboxFilter, inboxRows } from './correctionInbox'
import { InboxFilters } from './InboxFilters'
import { useInboxCounts, useToday } from './useInbox'

/** S0.17: every correction request of this person's scope, the most urgent first. Works on the replica alone. */
export function CorrectionsPage() {
  const role = useSession().colleague()?.role
  if (role !== undefined && allows(role, 'correction.decide')) return <Inbox />
  return <EmptyState title="There is nothing here" sentence="Your role does not decide correction requests." />
}

function Inbox() {
  const say = useSay()
  const counts = useInboxCounts()
  const { corrections } = useSession().replica.stores
  if (useStore(corrections).size === 0)
    return (
      <>
        <PageHeader title="Corrections" />
        <EmptyState
          icon={IconInbox}
          title="No correction requests"
          sentence={say(
            'When a participant says in the portal that something in their record is wrong, it appears here.',
          )}
          action={
            <Anchor component={Link} href="/participants">
              {say('Go to participants')}
            </Anchor>
          }
        />
      </>
    )
  return (
    <>
      <PageHeader
        title="Corrections"
        sub={
          <>
            {summaryWords(counts)} <HelpLink slug="correction-requests">How this works</HelpLink>
          </>
        }
      />
      <FilteredList />
    </>
  )
}

function FilteredList() {
  const session = useSession()
  const { directory, version: people } = useDirectory()
  const { corrections } = session.replica.stores
  const version = useStore(corrections).version()
  const [, navigate] = useLocation()
  const today = useToday()
  const { inbox: memory } = directory.memory
  const [filter, setFilter] = useState(memory.filter)
  const me = session.colleague()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the versions stand for the contents of store and directory.
  const rows = useMemo(
    () => inboxRows(corrections.all(), filter, { directory, today, me }),
    [corrections, version, people, filter, today, me],
  )
  const [active, setActive] = useState(() =>
    Math.max(
      0,
      rows.findIndex(({ correction }) => correction.id === memory.activeId),
    ),
  )
  const enterList = useRef(() => {})
  const change = (next: InboxFilter) => {
    setFilter(next)
    setActive(0)
    Object.assign(memory, { filter: next, offset: 0, activeId: null })
    document.querySelector('[role="grid"]')?.scrollTo({ top: 0 })
  }
  const open = (id: string) => {
    memory.activeId = id
    navigate(`/corrections/${id}`)
  }
  const place = Math.max(0, Math.min(active, rows.length - 1))
  const counted = plural('en', rows.length, { zero: 'No requests', one: '# request', other: '# requests' })
  return (
    <>
      <InboxFilters
        filter={filter}
        me={me}
        counted={counted}
        onChange={change}
        onEnterList={() => rows.length > 0 && enterList.current()}
      />
      <LiveRegion>{counted}</LiveRegion>
      {rows.length === 0 ? (
        <EmptyState
          icon={IconFilterOff}
          title="Nothing matches"
          sentence="No correction request fits these filters and words."
          action={
            <Button variant="default" onClick={() => change({ ...EVERYTHING, sort: filter.sort })}>
              Show all
            </Button>
          }
        />
      ) : (
        <CorrectionList rows={rows} active={place} onActive={setActive} onOpen={open} enter={enterList} />
      )}
    </>
  )
}

function summaryWords({ open, overdue, soon, followUp }: InboxCounts): string {
  const parts = [
    plural('en', open, {
      zero: 'Nothing waits for a decision',
      one: '# waits for a decision',
      other: '# wait for a decision',
    }),
    ...(overdue > 0 ? [`${overdue} overdue`] : []),
    ...(soon > 0 ? [`${soon} due within 7 days`] : []),
    ...(followUp > 0 ? [plural('en', followUp, { one: '# to follow up', other: '# to follow up' })] : []),
  ]
  return `${parts.join(', ')}.`
}
