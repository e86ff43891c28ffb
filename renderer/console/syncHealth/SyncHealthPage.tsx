import { Button, Paper } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCopy, IconRefresh } from '@tabler/icons-react'
import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { PageHeader } from '../../ui/PageHeader'
import { RelativeTime } from '../../ui/RelativeTime'
import { StatusBadge } from '../../ui/StatusBadge'
import { sizeWords } from '../devices/deviceWords'
import { useConsole } from '../shell/ConsoleContext'
import { useDateFormat, useServerDates } from '../shell/dateFormat'
import { useSession, useSyncState } from '../shell/SessionContext'
import { CollectionTable } from './CollectionTable'
import { healthDiagnostics } from './healthDiagnostics'
import { type HealthFacts, healthFacts } from './healthFacts'
import { FAULT_WORDS, LINK_WORDS, skewWords } from './healthWords'
import classes from './SyncHealth.module.css'
import { useReplicaVersion } from './useReplicaVersion'

/** How this console stands with the server, from what is here: it works without a network. */
export function SyncHealthPage() {
  const facts = useHealthFacts()
  return (
    <div className={classes.page}>
      <PageHeader
        title="Sync health"
        sub="What this console has, what it still has to send, and what stood in the way."
        actions={<Actions facts={facts} />}
      />
      <Facts facts={facts} />
      <CollectionTable facts={facts} />
      <Faults facts={facts} />
    </div>
  )
}

function useHealthFacts(): HealthFacts {
  const { replica, journal } = useSession()
  const sync = useSyncState()
  useReplicaVersion(replica)
  const faults = useSyncExternalStore(journal.subscribe, journal.entries)
  return healthFacts({ replica, sync, faults, skewMs: journal.skewMs() })
}

function Actions({ facts }: { readonly facts: HealthFacts }) {
  const { sync, storage } = useSession()
  const { desktop } = useConsole()
  const [busy, setBusy] = useState(false)
  const syncNow = async () => {
    setBusy(true)
    await sync.syncNow()
    setBusy(false)
  }
  const copy = async () => {
    const status = await desktop.status.query().catch(() => null)
    const text = healthDiagnostics({ facts, desktop: status, storage, at: new Date() })
    await navigator.clipboard.writeText(text).then(
      () => notifications.show({ message: 'Diagnostics copied. They hold no names and no records.' }),
      () => notifications.show({ title: 'The clipboard was refused', message: text }),
    )
  }
  return (
    <>
      <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void copy()}>
        Copy diagnostics
      </Button>
      <Button leftSection={<IconRefresh size={16} aria-hidden />} loading={busy} onClick={() => void syncNow()}>
        Sync now
      </Button>
    </>
  )
}

function Facts({ facts }: { readonly facts: HealthFacts }) {
  const format = useServerDates()
  const { storage } = useSession()
  const { tone, label } = LINK_WORDS[facts.link]
  return (
    <Paper component="dl" className={classes.facts}>
      <Fact term="Link">
        <StatusBadge tone={tone} label={label} />
      </Fact>
      <Fact term="Last sync">{facts.lastSyncAt ? <RelativeTime at={facts.lastSyncAt} {...format} /> : 'not yet'}</Fact>
      <Fact term="Waiting to be sent">
        {facts.pending === 0 ? 'nothing' : facts.pending}
        {facts.oldestAt ? (
          <>
            , the oldest made <RelativeTime at={facts.oldestAt} {...format} />
          </>
        ) : null}
      </Fact>
      <Fact term="Refused by the server">{facts.refused === 0 ? 'nothing' : facts.refused}</Fact>
      <Fact term="This computer's clock">{skewWords(facts.skewMs)}</Fact>
      <Fact term="Size on this computer">
        {storage === 'memory' ? 'nothing is kept' : facts.bytes === null ? 'not known' : sizeWords(facts.bytes)}
      </Fact>
    </Paper>
  )
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Faults({ facts: { faults } }: { readonly facts: HealthFacts }) {
  const format = useDateFormat()
  return (
    <section aria-labelledby="faults">
      <h2 className={classes.title} id="faults">
        What went wrong lately
      </h2>
      {faults.length === 0 ? (
        <p className={classes.none}>Nothing since the records were opened.</p>
      ) : (
        <ul className={classes.faults}>
          {faults.map(({ at, fault }) => (
            <li key={`${at} ${fault}`}>
              <span>{FAULT_WORDS[fault]}</span>
              <span className={classes.when}>
                <RelativeTime at={at} {...format} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
