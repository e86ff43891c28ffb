import type { Factor } from '../../../shared/accountSecurity/securitySchemas'
import { displayName } from '../../ui/PersonName'
import { useClient } from '../shell/ClientContext'
import { useText } from '../text/portalText'
import { FormDialog } from './FormDialog'
import { ProofField } from './ProofField'
import { useProof } from './useProof'
import { useSecuredAction } from './useSecuredAction'

export interface RemoveFactorDialogProps {
  readonly factor: Factor
  readonly isLast: boolean
  readonly opened: boolean
  readonly onClose: () => void
  readonly onRemoved: () => void
}

/** S1.9, M7: removing asks first, and asks for a current code. One that was never verified goes without a code. */
export function RemoveFactorDialog(props: RemoveFactorDialogProps) {
  if (!props.opened) return null
  return props.factor.status === 'verified' ? <RemoveVerified {...props} /> : <RemoveUnfinished {...props} />
}

function RemoveVerified({ factor, isLast, onClose, onRemoved }: RemoveFactorDialogProps) {
  const { mfa } = useText().accountSecurity
  const client = useClient()
  const proof = useProof()
  const remove = async (code: string) => {
    await client.security.removeFactor.mutate({ factorId: factor.id, code })
    onRemoved()
  }
  return (
    <FormDialog
      opened
      danger
      title={mfa.removeTitle({ name: displayName(factor.name) })}
      meaning={isLast ? mfa.removeLastMeaning : mfa.removeMeaning}
      submitLabel={mfa.remove}
      busy={proof.busy}
      problem={proof.problem}
      errors={proof.wrong}
      onSubmit={() => proof.submit(remove)}
      onClose={onClose}
    >
      <ProofField
        kind={proof.kind}
        onKind={proof.setKind}
        value={proof.value}
        onChange={proof.setValue}
        error={proof.wrong?.sentence}
      />
    </FormDialog>
  )
}

function RemoveUnfinished({ factor, onClose, onRemoved }: RemoveFactorDialogProps) {
  const { mfa } = useText().accountSecurity
  const client = useClient()
  const { busy, problem, run } = useSecuredAction()
  const remove = async () => {
    // The contract wants a code; for an app that protects nothing the server does not look at it.
    await client.security.removeFactor.mutate({ factorId: factor.id, code: '000000' })
    onRemoved()
  }
  return (
    <FormDialog
      opened
      danger
      title={mfa.removeTitle({ name: displayName(factor.name) })}
      meaning={mfa.unverifiedMeaning}
      submitLabel={mfa.remove}
      busy={busy}
      problem={problem}
      errors={null}
      onSubmit={() => run(remove)}
      onClose={onClose}
    >
      {null}
    </FormDialog>
  )
}
