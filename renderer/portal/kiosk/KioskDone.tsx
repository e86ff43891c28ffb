import { IconCircleCheck, IconDeviceTabletShare } from '@tabler/icons-react'
import { useState } from 'react'
import { SingleTask } from '../shell/SingleTask'
import { StepHeading } from '../shell/StepHeading'
import { useText } from '../text/portalText'
import classes from './kiosk.module.css'
import { readDone } from './kioskEnding'

/** `/here/done`: nothing personal, and nothing to press. Loaded anew, so that the page before it is gone from memory. */
export function KioskDone() {
  const { kiosk } = useText()
  const [{ ending }] = useState(() => readDone(location) ?? { ending: 'stopped' })
  const finished = ending === 'finished'
  return (
    <SingleTask>
      <StepHeading pageTitle={kiosk.donePageTitle} intro={finished ? kiosk.finishedIntro : kiosk.stoppedIntro}>
        {finished ? kiosk.finishedTitle : kiosk.stoppedTitle}
      </StepHeading>
      {finished ? null : <p>{kiosk.stoppedNext}</p>}
      <div className={classes.address}>
        <p>{finished ? kiosk.signInLater : kiosk.goOnLater}</p>
        <p className={classes.url} dir="ltr" translate="no">
          {location.host}
        </p>
      </div>
      <p className={classes.giveBack}>
        <IconDeviceTabletShare stroke={1.7} aria-hidden />
        {kiosk.giveBack}
      </p>
      <p className={classes.clean}>
        <IconCircleCheck stroke={1.7} aria-hidden />
        {kiosk.nothingStays}
      </p>
    </SingleTask>
  )
}
