import { Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import classes from './CorrectionFiles.module.css'

export interface PictureDialogProps {
  readonly name: string
  /** Null: nothing is open. */
  readonly picture: Blob | null
  readonly onClose: () => void
}

/** A picture at the size of the window. Its address lives as long as the dialog. */
export function PictureDialog({ name, picture, onClose }: PictureDialogProps) {
  const [address, setAddress] = useState<string | null>(null)
  const [broken, setBroken] = useState(false)
  useEffect(() => {
    setBroken(false)
    if (picture === null) return setAddress(null)
    const made = URL.createObjectURL(picture)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [picture])
  return (
    <Modal
      opened={address !== null}
      onClose={onClose}
      title={name}
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {broken ? (
        <p className={classes.soft}>This picture cannot be shown here. Save it and open it from there.</p>
      ) : null}
      {address === null || broken ? null : (
        <img className={classes.picture} src={address} alt={name} onError={() => setBroken(true)} />
      )}
    </Modal>
  )
}
