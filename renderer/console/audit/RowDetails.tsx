import { Anchor, Button, Modal } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { Link } from 'wouter'
import type { AuditNames, ListedRow } from '../../../shared/audit/auditListSchemas'
import { isRow } from '../../../shared/audit/chainFaults'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { machineDateFormat } from '../shell/dateFormat'
import classes from './Audit.module.css'
import { useAuditDesk } from './AuditDesk'
import type { FilterDraft } from './auditFilter'
import { detailLines, kindWords, whatHappened, whoDid } from './auditWords'
import { createSha256 } from './sha256'

export interface RowDetailsProps {
  readonly listed: ListedRow | null
  readonly names: AuditNames
  readonly onClose: () => void
  /** Everything else of this person, participant or console. */
  readonly onNarrow: (change: Partial<FilterDraft>) => void
}

/** One row whole: every code as it was hashed, and whether the row fits its own hash, worked out here. */
export function RowDetails({ listed, names, onClose, onNarrow }: RowDetailsProps) {
  return (
    <Modal opened={listed !== null} onClose={onClose} size={680} title={listed ? `Row ${listed.row.seq}` : ''}>
      {listed ? <Facts listed={listed} names={names} onNarrow={onNarrow} /> : null}
    </Modal>
  )
}

function Facts({ listed, names, onNarrow }: Omit<RowDetailsProps, 'listed' | 'onClose'> & { listed: ListedRow }) {
  const { hasFiles } = useAuditDesk()
  const { row, participantId } = listed
  const { actor, target } = row
  const who = whoDid(row, names)
  const fits = useMemo(() => isRow(row, row.seq, row.prevHash, createSha256()), [row])
  const participantName = participantId === null ? undefined : names.participants[participantId]
  return (
    <>
      <dl className={classes.facts}>
        <Fact name="What">
          {whatHappened(row)} <Code>{row.action}</Code>
        </Fact>
        <Fact name="Outcome">{row.outcome === 'ok' ? 'Done' : <StatusBadge tone="warn" label="Refused" />}</Fact>
        <Fact name="When">
          {formatDate(row.at, 'fullDateTime', machineDateFormat())} <Code>{row.at}</Code>
        </Fact>
        <Fact name="Who">
          {who.name === null ? who.words : <PersonName name={who.name} />} <Code>{actor.id}</Code>{' '}
          <Code>{actor.role}</Code>
        </Fact>
        <Fact name="Console">
          {actor.deviceId === null ? 'None' : (names.devices[actor.deviceId] ?? '')} <Code>{actor.deviceId}</Code>
        </Fact>
        <Fact name="Network address">{actor.address === null ? 'None' : <Code>{actor.address}</Code>}</Fact>
        <Fact name="Target">
          {kindWords(target.kind)} <Code>{target.id}</Code>
        </Fact>
        {participantId === null ? null : (
          <Fact name="Participant">
            {participantName && hasFiles ? (
              <Anchor component={Link} href={`/participants/${participantId}`}>
                <PersonName name={participantName} />
              </Anchor>
            ) : participantName ? (
              <PersonName name={participantName} />
            ) : null}{' '}
            <Code>{participantId}</Code>
          </Fact>
        )}
        {detailLines(row).map(([key, value]) => (
          <Fact key={key} name={key}>
            <Code>{value}</Code>
          </Fact>
        ))}
        <Fact name="Previous hash">
          <Code>{row.prevHash}</Code>
        </Fact>
        <Fact name="Hash">
          <Code>{row.hash}</Code>{' '}
          {fits ? (
            <StatusBadge tone="success" label="The row fits its hash" />
          ) : (
            <StatusBadge tone="danger" label="The row does not fit its hash: it was changed" />
          )}
        </Fact>
      </dl>
      <div className={classes.further}>
        {participantId === null ? null : (
          <Button variant="default" size="compact-sm" onClick={() => onNarrow({ participantId })}>
            Timeline of this participant
          </Button>
        )}
        {actor.kind === 'staff' && actor.id !== null ? (
          <Button variant="default" size="compact-sm" onClick={() => onNarrow({ actorId: actor.id })}>
            All by this colleague
          </Button>
        ) : null}
        {actor.deviceId === null ? null : (
          <Button variant="default" size="compact-sm" onClick={() => onNarrow({ deviceId: actor.deviceId })}>
            All from this console
          </Button>
        )}
      </div>
    </>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Code({ children }: { readonly children: string | null }) {
  return children === null ? null : (
    <bdi className={classes.code} translate="no">
      {children}
    </bdi>
  )
}
