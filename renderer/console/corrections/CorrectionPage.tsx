import { Anchor } from '@mantine/core'
import { IconFileOff } from '@tabler/icons-react'
import { Link } from 'wouter'
import { allows } from '../../../shared/access/roles'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { fullName } from '../../../shared/participants/participantRules'
import { EmptyState } from '../../ui/EmptyState'
import { PageHeader } from '../../ui/PageHeader'
import { PersonName } from '../../ui/PersonName'
import { useViewRecord } from '../participants/useViewRecord'
import { useDirectory, useSession, useStore } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { CorrectionView } from './CorrectionView'
import { askWords } from './correctionWords'

/** The page of one request: from the inbox and from the participant's file. */
export function CorrectionPage({ correctionId }: { readonly correctionId: string }) {
  const session = useSession()
  const say = useSay()
  const correction = useStore(session.replica.stores.corrections).get(correctionId)
  const role = session.colleague()?.role
  const back = (
    <Anchor component={Link} href="/corrections">
      Corrections
    </Anchor>
  )
  if (correction === undefined || role === undefined || !allows(role, 'correction.read'))
    return (
      <EmptyState
        icon={IconFileOff}
        title="This request is not on this console"
        sentence={say('The participant is not in your care, or the request was never here.')}
        action={back}
      />
    )
  return <KnownRequest key={correctionId} correction={correction} />
}

function KnownRequest({ correction }: { readonly correction: CorrectionDoc }) {
  const { directory } = useDirectory()
  const participant = directory.get(correction.participantId)?.participant
  // It shows parts of the record, so it counts as opening it (U1).
  useViewRecord(correction.participantId, participant !== undefined)
  return (
    <>
      <PageHeader
        back={
          <Anchor component={Link} href="/corrections">
            Corrections
          </Anchor>
        }
        title={<PersonName name={participant ? fullName(participant) : correction.authorName} />}
        sub={`Correction request: ${askWords(correction)}`}
      />
      <CorrectionView correction={correction} />
    </>
  )
}
