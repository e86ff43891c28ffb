import { Button } from '@mantine/core'
import { IconDoorExit } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useText } from '../text/portalText'
import { useExit } from './ExitContext'

const PRESSES = 3
const WITHIN_MS = 1_500

/** On every page: one press, or the Escape key three times, and the portal is gone from this tab (product.md, item 13). */
export function QuickExitButton() {
  const { shell } = useText()
  const leave = useExit()
  useEffect(() => onThreeEscapes(leave), [leave])
  return (
    <Button
      variant="default"
      leftSection={<IconDoorExit size={20} aria-hidden />}
      title={shell.leaveHint}
      onClick={leave}
    >
      {shell.leave}
    </Button>
  )
}

/** Heard before any dialog, which may keep the key to itself. A key that is held down counts once. */
function onThreeEscapes(leave: () => void): () => void {
  let presses: number[] = []
  const pressed = ({ key, repeat, timeStamp }: KeyboardEvent) => {
    if (repeat) return
    presses = key === 'Escape' ? [...presses.filter((at) => timeStamp - at < WITHIN_MS), timeStamp] : []
    if (presses.length < PRESSES) return
    presses = []
    leave()
  }
  addEventListener('keydown', pressed, { capture: true })
  return () => removeEventListener('keydown', pressed, { capture: true })
}
