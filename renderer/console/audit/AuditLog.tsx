import { Alert, Button, Skeleton } from '@mantine/core'
import {
  IconChevronLeft,
  IconChevronRight,
  IconCloudOff,
  IconDownload,
  IconRefresh,
  IconShieldCheck,
} from '@tabler/icons-react'
import { useDeferredValue, useMemo, useState } from 'react'
import type { AuditListInput, ListedRow } from '../../../shared/audit/auditListSchemas'
import { isOffline, problemOf } from '../../api/apiError'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorState } from '../../ui/ErrorState'
import { PageHeader } from '../../ui/PageHeader'
import { AlarmNote } from './AlarmNote'
import classes from './Audit.module.css'
import { useAuditDesk } from './AuditDesk'
import { AuditFilters } from './AuditFilters'
import { AuditList } from './AuditList'
import { type FilterDraft, filterFrom, isNarrowed, NO_DRAFT } from './auditFilter'
import { ExportDialog } from './ExportDialog'
import { RowDetails } from './RowDetails'
import { useAuditHead, useAuditPage } from './useAuditLog'
import { VerifyPanel } from './VerifyPanel'

export interface AuditLogProps {
  /** One participant's timeline, on their own page; null: the log. */
  readonly participantId?: string | null
}

/** The log of the reader's sight: plain words, filters, details, export, verification. */
export function AuditLog({ participantId = null }: AuditLogProps) {
  const fixed = participantId !== null
  const desk = useAuditDesk()
  const [draft, setDraft] = useState<FilterDraft>({ ...NO_DRAFT, participantId })
  const [cursor, setCursor] = useState<AuditListInput['cursor']>(null)
  const [opened, setOpened] = useState<ListedRow | null>(null)
  const [dialog, setDialog] = useState<'none' | 'export' | 'verify'>('none')
  // Typing a code asks once it has settled, not at every letter.
  const filter = useMemo(() => filterFrom(draft), [draft])
  const asked = useDeferredValue(filter)
  const head = useAuditHead()
  const page = useAuditPage(asked, cursor)
  const problem = page.error === null ? null : problemOf(page.error)
  const offline =
    desk.offline ||
    (problem !== null && isOffline(problem)) ||
    (head.error !== null && isOffline(problemOf(head.error)))
  const change = (next: FilterDraft) => {
    setDraft(next)
    setCursor(null)
  }
  const name = draft.participantId === null ? undefined : page.data?.names.participants[draft.participantId]
  const narrowed = isNarrowed(draft)
  const actions = (
    <>
      {fixed ? null : (
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={16} aria-hidden />}
          aria-expanded={dialog === 'verify'}
          onClick={() => setDialog(dialog === 'verify' ? 'none' : 'verify')}
        >
          Verify
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        disabled={offline}
        onClick={() => setDialog('export')}
      >
        Export
      </Button>
    </>
  )
  return (
    <div className={classes.page}>
      {fixed ? (
        <div className={classes.end}>{actions}</div>
      ) : (
        <PageHeader
          title="Audit log"
          sub="Who did what, when and from where. Nothing in it can be changed without being noticed."
          actions={actions}
        />
      )}
      <AlarmNote />
      {offline ? (
        <Alert color="gray" icon={<IconCloudOff aria-hidden />}>
          The rows of the log are on the server only, which cannot be reached now; none are kept on this computer. This
          console keeps the last head it has seen, and can hold a bundle file against it.
        </Alert>
      ) : null}
      {dialog === 'verify' || (offline && !fixed) ? <VerifyPanel offline={offline} /> : null}
      {offline && !page.data ? null : (
        <AuditFilters draft={draft} fixed={fixed} disabled={offline} participantName={name ?? null} onChange={change} />
      )}
      {problem !== null && !offline ? (
        <ErrorState
          title="The log could not be fetched"
          sentence={problem.sentence}
          reference={`${problem.code} ${problem.requestId}`}
          onRetry={() => void page.refetch()}
          retrying={page.isFetching}
        />
      ) : page.data ? (
        <>
          {page.data.rows.length === 0 ? (
            <EmptyState
              title={narrowed ? 'No event fits these filters' : 'Nothing has happened yet'}
              sentence={narrowed ? 'Take one away, or choose other days.' : 'Events appear here as they happen.'}
            />
          ) : (
            <AuditList rows={page.data.rows} names={page.data.names} onOpen={setOpened} />
          )}
          <Pager
            page={page.data}
            busy={page.isFetching}
            frozen={offline}
            isNewest={cursor === null}
            onGo={setCursor}
            onRefresh={() => void page.refetch()}
          />
          <RowDetails
            listed={opened}
            names={page.data.names}
            onClose={() => setOpened(null)}
            onNarrow={(further) => {
              setOpened(null)
              change({ ...NO_DRAFT, participantId, ...further })
            }}
          />
        </>
      ) : offline ? null : (
        <div className={classes.loading} aria-busy="true">
          <Skeleton height={36} />
          <Skeleton height={36} />
          <Skeleton height={36} />
        </div>
      )}
      <ExportDialog
        opened={dialog === 'export'}
        filter={filter}
        narrowed={narrowed}
        onClose={() => setDialog('none')}
      />
    </div>
  )
}

interface PagerProps {
  readonly page: { readonly older: number | null; readonly newer: number | null }
  readonly busy: boolean
  readonly frozen: boolean
  readonly isNewest: boolean
  readonly onGo: (cursor: AuditListInput['cursor']) => void
  readonly onRefresh: () => void
}

function Pager({ page, busy, frozen, isNewest, onGo, onRefresh }: PagerProps) {
  const { older, newer } = page
  return (
    <nav className={classes.pager} aria-label="Pages of the log">
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconRefresh size={14} aria-hidden />}
        loading={busy}
        onClick={isNewest ? onRefresh : () => onGo(null)}
      >
        {isNewest ? 'Refresh' : 'Newest'}
      </Button>
      <div className={classes.buttons}>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconChevronLeft size={14} aria-hidden />}
          disabled={frozen || newer === null}
          onClick={() => onGo(newer === null ? null : { direction: 'newer', seq: newer })}
        >
          Newer
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          rightSection={<IconChevronRight size={14} aria-hidden />}
          disabled={frozen || older === null}
          onClick={() => onGo(older === null ? null : { direction: 'older', seq: older })}
        >
          Older
        </Button>
      </div>
    </nav>
  )
}
