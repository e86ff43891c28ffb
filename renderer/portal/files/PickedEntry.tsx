import { ActionIcon, Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconClock, IconUpload, IconX } from '@tabler/icons-react'
import { formatBytes } from '../../ui/formatBytes'
import { useLanguage } from '../../ui/LanguageContext'
import { useText } from '../text/portalText'
import classes from './files.module.css'
import { isPassing, type PickedFile } from './pickedFiles'
import { uploadSentence } from './uploadSentence'

export interface PickedEntryProps {
  readonly picked: PickedFile
  readonly onAgain: () => void
  readonly onRemove: () => void
}

const GLYPHS = { waiting: IconClock, sending: IconUpload, attached: IconCheck, failed: IconAlertTriangle } as const

/** One chosen file: how far it has come, or why it was not taken. */
export function PickedEntry({ picked, onAgain, onRemove }: PickedEntryProps) {
  const { files: own } = useText()
  const { state } = picked
  const name = state === 'attached' ? picked.info.name : picked.file.name
  const Glyph = GLYPHS[state]
  const leave = state === 'sending' ? own.cancel({ name }) : own.remove({ name })
  return (
    <li className={classes.entry} data-state={state}>
      <Glyph className={classes.glyph} size={20} stroke={1.8} aria-hidden />
      <div className={classes.facts}>
        <bdi className={classes.name}>{name}</bdi>
        <StateWords picked={picked} />
        {state === 'sending' ? <Bar name={name} sent={picked.sent} size={picked.file.size} /> : null}
        {state === 'failed' && isPassing(picked.problem) ? (
          <Button className={classes.again ?? ''} size="compact-md" variant="default" onClick={onAgain}>
            {own.again}
          </Button>
        ) : null}
      </div>
      <ActionIcon className={classes.leave ?? ''} variant="subtle" aria-label={leave} title={leave} onClick={onRemove}>
        <IconX size={18} stroke={1.8} aria-hidden />
      </ActionIcon>
    </li>
  )
}

function StateWords({ picked }: Pick<PickedEntryProps, 'picked'>) {
  const text = useText()
  const { files: own } = text
  const { language } = useLanguage()
  return <span className={classes.state}>{words()}</span>

  function words(): string {
    switch (picked.state) {
      case 'waiting':
        return own.waiting
      case 'sending':
        return picked.sent >= picked.file.size ? own.checking : own.sending({ place: share(picked, language) })
      case 'attached':
        return own.ready({ size: formatBytes(picked.info.size, language) })
      case 'failed':
        return uploadSentence(text, picked.problem)
    }
  }
}

function share({ sent, file }: Extract<PickedFile, { state: 'sending' }>, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent' }).format(Math.min(1, sent / Math.max(1, file.size)))
}

/** The body of a request is a little longer than the file, so the end is held. */
function Bar({ name, sent, size }: { readonly name: string; readonly sent: number; readonly size: number }) {
  return <progress className={classes.bar} aria-label={name} max={Math.max(1, size)} value={Math.min(sent, size)} />
}
