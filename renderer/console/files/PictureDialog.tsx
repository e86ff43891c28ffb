import { Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import classes from './CorrectionFiles.module.css'

export interface PictureDialogProps {
  readonly name: string
  /** Null: nothing is open. */
  readonly path: string | null
  readonly onClose: () => void
}

/** A picture at the size of the window, straight from the server: as a blob it might be written into the browser's profile (R3). */
export function PictureDialog({ name, path, onClose }: PictureDialogProps) {
  const [broken, setBroken] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture, another try.
  useEffect(() => setBroken(false), [path])
  return (
    <Modal opened={path !== null} onClose={onClose} title={name} size="xl" closeButtonProps={{ 'aria-label': 'Close' }}>
      {broken ? (
        <p className={classes.soft}>This picture could not be shown. Save it, or try again when you are online.</p>
      ) : null}
      {path === null || broken ? null : (
        <img className={classes.picture} src={path} alt={name} onError={() => setBroken(true)} />
      )}
    </Modal>
  )
}
