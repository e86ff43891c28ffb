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
  readonly onVerified: (name: string) => void
  /** Everything is done, or the person does not want to go on. */
  readonly onClose: () => void
}

/** Setting up an app inside the Security page, step after step in the same place. */
export function EnrolPart({ me, isFirst, onVerified, onClose }: EnrolPartProps) {
  const { enrol, goOn } = useText().accountSecurity
  const enrolment = useEnrolment({
    onVerified: (name, codesShown) => {
      onVerified(name)
      if (!codesShown) onClose()
    },
  })
  const { stage, busy, problem, wrongCode } = enrolment
  if (stage.step === 'keep') return <RecoveryDialog me={me} codes={stage.codes} onKept={onClose} />
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
            onCancel={onClose}
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
            onCancel={onClose}
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
