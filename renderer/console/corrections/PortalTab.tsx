import { allows } from '../../../shared/access/roles'
import { isOpen } from '../../../shared/corrections/correctionLimits'
import { useSession, useStore } from '../shell/SessionContext'
import classes from './Corrections.module.css'
import { requestWords } from './correctionWords'

/** The label of the Portal tab, with how many correction requests wait, for those who decide them (S0.17). */
export function PortalTab({ participantId }: { readonly participantId: string }) {
  const session = useSession()
  const { corrections } = session.replica.stores
  useStore(corrections)
  const role = session.colleague()?.role
  const count = role !== undefined && allows(role, 'correction.read') ? pendingCount(corrections, participantId) : 0
  return (
    <>
      Portal
      {count > 0 ? (
        <span className={classes.count} title={requestWords(count)}>
          <span aria-hidden>{count}</span>
          <span className="v-hidden">, {requestWords(count)}</span>
        </span>
      ) : null}
    </>
  )
}

type Store = ReturnType<typeof useSession>['replica']['stores']['corrections']

function pendingCount(corrections: Store, participantId: string): number {
  let count = 0
  for (const [, { participantId: of, state }] of corrections.all()) if (of === participantId && isOpen(state)) count++
  return count
}
