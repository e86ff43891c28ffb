import { Button } from '@mantine/core'
import { useUiText } from '../../ui/uiText'
import { ContactInfo } from '../branding/ContactInfo'
import { useText } from '../text/portalText'
import { useClinicState } from './ClinicContext'
import { SingleTask } from './SingleTask'
import { StepHeading } from './StepHeading'

/** S3.18, S3.27: the same page for everybody, whoever asks and whatever for. */
export function PortalOffPage() {
  const { shell, waysIn } = useText()
  const { tryAgain } = useUiText()
  const { refresh } = useClinicState()
  return (
    <SingleTask>
      <StepHeading pageTitle={waysIn.pageTitle} intro={shell.offIntro}>
        {shell.offTitle}
      </StepHeading>
      <p>{shell.offNext}</p>
      <ContactInfo />
      <Button variant="default" fullWidth onClick={refresh}>
        {tryAgain}
      </Button>
    </SingleTask>
  )
}
