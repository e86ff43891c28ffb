import { Button } from '@mantine/core'
import { useState } from 'react'
import { LiveRegion } from '../../ui/LiveRegion'
import { useSession } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import classes from './Messages.module.css'
import { refusalWords } from './messageWords'
import type { OwnMessage } from './threadView'

/** Why a message was not sent. Its words stay until somebody has taken them along or removed them. */
export function RefusedMessage({ own: { entry, item } }: { readonly own: OwnMessage }) {
  const say = useSay()
  const { replica } = useSession()
  const [said, setSaid] = useState<string | null>(null)
  const copy = () =>
    navigator.clipboard.writeText(item.body).then(
      () => setSaid('Copied'),
      () => setSaid('Could not be copied. Mark the text and press Ctrl+C.'),
    )
  return (
    <div className={classes.refused}>
      <p>{say(refusalWords(entry))}</p>
      <div className={classes.ways}>
        <Button size="xs" variant="default" onClick={() => void copy()}>
          Copy the text
        </Button>
        <Button size="xs" variant="subtle" onClick={() => void replica.dismiss(item.writeId)}>
          Remove
        </Button>
        <LiveRegion visible>{said}</LiveRegion>
      </div>
    </div>
  )
}
