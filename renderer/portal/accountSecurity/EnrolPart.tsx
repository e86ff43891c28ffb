import { Modal } from '@mantine/core'
import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import { useText } from '../text/portalText'
import { NameForm } from './NameForm'
import { PartHeading } from './PartHeading'
import { RecoveryCodes } from './RecoveryCodes'
import { ScanForm } from './ScanForm'
import classes from './security.module.css'
import { useEnrolment } from './useEnrolment'

export interface EnrolPartProps {
  readonly me: PortalMe
  readonly isFirst: boolean
  /** The app is verified, and the recovery codes are kept if there were any. */
  readonly onDone: (name: string) => void
  readonly onCancel: () => void
}

/** Setting up an app inside the Security page, step after step in the same place. */
export function EnrolPart({ me, isFirst, onDone, onCancel }: EnrolPartProps) {
  const { enrol, goOn } = useText().accountSecurity
  const enrolment = useEnrolment({ onVerified: onDone })
  const { stage, busy, problem, wrongCode } = enrolment
  if (stage.step === 'keep') return <RecoveryDialog me={me} codes={stage.codes} onKept={() => onDone(stage.name)} />
  return (
    <div className={classes.part}>
      {stage.step === 'name' ? (
        <>
          <PartHeading key="name">{enrol.nameTitle}</PartHeading>
          <NameForm
            initial={isFirst ? enrol.nameDefault : ''}
            submitLabel={goOn}
            busy={busy}
            problem={problem}
            onSubmit={enrolment.begin}
            onCancel={onCancel}
          >
            <p>{enrol.nameIntro}</p>
          </NameForm>
        </>
      ) : (
        <>
          <PartHeading key={stage.begun.factorId}>{enrol.scanTitle}</PartHeading>
          <ScanForm
            key={`form ${stage.begun.factorId}`}
            begun={stage.begun}
            renewed={stage.renewed}
            busy={busy}
            problem={problem}
            wrongCode={wrongCode}
            onVerify={enrolment.verify}
            onCancel={onCancel}
          />
        </>
      )}
    </div>
  )
}

export interface RecoveryDialogProps {
  readonly me: PortalMe
  readonly codes: readonly string[]
  readonly onKept: () => void
}

/** Without a way to close it by accident: the codes are never shown again. */
export function RecoveryDialog({ me, codes, onKept }: RecoveryDialogProps) {
  const { enrol } = useText().accountSecurity
  return (
    <Modal
      opened
      size="lg"
      title={enrol.keepTitle}
      onClose={() => {}}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <p className={classes.dialogIntro}>{enrol.keepIntro}</p>
      <RecoveryCodes codes={codes} me={me} onKept={onKept} />
    </Modal>
  )
}
