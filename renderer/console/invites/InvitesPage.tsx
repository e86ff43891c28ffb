import { Anchor, Button, Select, TextInput } from '@mantine/core'
import { IconMailOff, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { allows } from '../../../shared/access/roles'
import { EmptyState } from '../../ui/EmptyState'
import { plural } from '../../ui/language'
import { PageHeader } from '../../ui/PageHeader'
import { useClinic, useNow } from '../participants/clinicHooks'
import { useDirectory, useSession, useStore } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { BulkBar } from './BulkBar'
import { FunnelChart } from './FunnelChart'
import { INVITE_WORDS } from './inviteWords'
import classes from './Overview.module.css'
import { OverviewTable } from './OverviewTable'
import { FILTERS, funnelOf, matches, type OverviewFilter, overviewRows } from './overviewRows'

const PAGE = 100
const FILTER_WORDS: Readonly<Record<OverviewFilter, string>> = {
  all: 'All states',
  pending: INVITE_WORDS.pending.label,
  opened: INVITE_WORDS.opened.label,
  expires_soon: 'Expires within a day',
  expired: INVITE_WORDS.expired.label,
  send_failed: INVITE_WORDS.send_failed.label,
  locked: INVITE_WORDS.locked.label,
  accepted: INVITE_WORDS.accepted.label,
  revoked: INVITE_WORDS.revoked.label,
  superseded: INVITE_WORDS.superseded.label,
}

/** All invites of this person's scope: how far people have come, who is stuck, and sending again in bulk. */
export function InvitesPage() {
  const say = useSay()
  const session = useSession()
  const { replica } = session
  const { directory } = useDirectory()
  const clinic = useClinic()
  const now = useNow(10_000)
  useStore(replica.stores.invites)
  useStore(replica.stores.outbox)
  const accounts = useStore(replica.stores.accounts)
  const [filter, setFilter] = useState<OverviewFilter>('all')
  const [words, setWords] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [shown, setShown] = useState(PAGE)
  const role = session.colleague()?.role
  const mayResend = role !== undefined && allows(role, 'invite.resend')
  const all = overviewRows(replica.stores, directory, clinic?.settings.resendCooldownMinutes ?? 0, now)
  const wanted = words.trim().toLocaleLowerCase()
  const rows = all.filter((row) => matches(row, filter) && row.name.toLocaleLowerCase().includes(wanted))
  const selected = rows.filter(({ id, obstacle }) => chosen.has(id) && obstacle === null)
  const choose = (ids: readonly string[], on: boolean) => {
    const next = new Set(chosen)
    for (const id of ids) on ? next.add(id) : next.delete(id)
    setChosen(next)
  }
  if (all.length === 0)
    return (
      <>
        <PageHeader title="Invites" />
        <EmptyState
          icon={IconMailOff}
          title="No invites yet"
          sentence="Open a file and choose Portal, Create Invite. Every invite of the people in your care appears here."
          action={
            <Anchor component={Link} href="/participants">
              {say('Go to participants')}
            </Anchor>
          }
        />
      </>
    )
  return (
    <div className={classes.page}>
      <PageHeader title="Invites" sub="Every invite of the people in your care, newest first." />
      <FunnelChart funnel={funnelOf(all, accounts)} />
      <div className={classes.filters}>
        <TextInput
          className={classes.search ?? ''}
          type="search"
          aria-label="Search by name"
          placeholder="Name"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <Select
          aria-label="State"
          data={FILTERS.map((value) => ({ value, label: FILTER_WORDS[value] }))}
          value={filter}
          allowDeselect={false}
          onChange={(value) => setFilter((value ?? 'all') as OverviewFilter)}
        />
        <span className={classes.soft} role="status">
          {plural('en', rows.length, { zero: 'No invites', one: '# invite', other: '# invites' })}
        </span>
      </div>
      {mayResend ? <BulkBar rows={selected} onDone={() => setChosen(new Set())} /> : null}
      {rows.length === 0 ? (
        <EmptyState
          icon={IconMailOff}
          title="Nothing matches"
          sentence="No invite has this state and name."
          action={
            <Button
              variant="default"
              onClick={() => {
                setFilter('all')
                setWords('')
              }}
            >
              Show all
            </Button>
          }
        />
      ) : (
        <OverviewTable rows={rows.slice(0, shown)} chosen={chosen} mayResend={mayResend} onChoose={choose} />
      )}
      {rows.length > shown ? (
        <Button variant="default" onClick={() => setShown(shown + PAGE)}>
          Show more ({rows.length - shown} left)
        </Button>
      ) : null}
    </div>
  )
}
