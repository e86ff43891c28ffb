import { IconFileCheck } from '@tabler/icons-react'
import { useCallback, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import type { ConsentReceipt, PortalMe } from '../../../shared/accounts/portalSchemas'
import { EmptyState } from '../../ui/EmptyState'
import { useClient } from '../shell/ClientContext'
import { leadsElsewhere } from '../shell/gates'
import { LoadFailure } from '../shell/LoadFailure'
import { Notice } from '../shell/Notice'
import { Link } from '../shell/router'
import { useSession } from '../shell/SessionContext'
import { StepHeading } from '../shell/StepHeading'
import { useLoaded } from '../shell/useLoaded'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import classes from './agreements.module.css'
import { Receipt } from './Receipt'

/** `/portal/agreements` (S2.70): everything that was agreed to, word for word, each with a receipt to print. */
export function AgreementsPage({ me }: { readonly me: PortalMe }) {
  const { agreements: text } = useText()
  const client = useClient()
  const { follow } = useSession()
  const { loaded, reload } = useLoaded(useCallback(() => client.consent.receipts.query(), [client]))
  useEffect(() => {
    if (loaded.state === 'failed') follow(loaded.problem)
  }, [loaded, follow])
  if (loaded.state === 'failed' && !leadsElsewhere(loaded.problem.code))
    return <LoadFailure problem={loaded.problem} onRetry={reload} />
  return (
    <div className={classes.page}>
      <StepHeading pageTitle={text.pageTitle} intro={text.intro}>
        {text.title}
      </StepHeading>
      {me.consentDone ? null : (
        <Notice tone="info">
          {text.waiting} <Link to="/consent">{text.readIt}</Link>
        </Notice>
      )}
      {loaded.state === 'ready' ? <Receipts receipts={loaded.value} name={me.displayName} /> : <Waiting lines={8} />}
    </div>
  )
}

/** Newest first. One receipt at a time goes to paper, with its text, whatever is open on the screen. */
function Receipts({ receipts, name }: { readonly receipts: readonly ConsentReceipt[]; readonly name: string }) {
  const { agreements: text } = useText()
  const [printing, setPrinting] = useState<string | null>(null)
  useEffect(() => {
    const over = () => setPrinting(null)
    addEventListener('afterprint', over)
    return () => removeEventListener('afterprint', over)
  }, [])
  if (receipts.length === 0) return <EmptyState icon={IconFileCheck} title={text.empty} sentence={text.emptyHint} />
  const printOne = (id: string) => {
    flushSync(() => setPrinting(id))
    print()
  }
  const sorted = [...receipts].sort((a, b) => b.agreedAt.localeCompare(a.agreedAt))
  return (
    <ul className={classes.list} data-printing-one={printing !== null || undefined}>
      {sorted.map((receipt) => (
        <Receipt
          key={receipt.id}
          receipt={receipt}
          name={name}
          isPrinting={printing === receipt.id}
          onPrint={() => printOne(receipt.id)}
        />
      ))}
    </ul>
  )
}
