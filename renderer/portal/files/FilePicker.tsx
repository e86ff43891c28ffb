import { Button } from '@mantine/core'
import { IconCamera, IconPaperclip } from '@tabler/icons-react'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { MOST_FILES_OF_REQUEST } from '../../../shared/files/fileLimits'
import { type SendFile, sendFile } from '../../api/fileTransfer'
import { formatBytes } from '../../ui/formatBytes'
import { useLanguage } from '../../ui/LanguageContext'
import { LiveRegion } from '../../ui/LiveRegion'
import { useText } from '../text/portalText'
import classes from './files.module.css'
import { PickedEntry } from './PickedEntry'
import type { PickedFile } from './pickedFiles'
import { uploadSentence } from './uploadSentence'
import { useDrop } from './useDrop'
import { useUploads } from './useUploads'

export interface Attached {
  /** What the request names, in the order of the list. */
  readonly fileIds: readonly string[]
  /** A file is still on its way: a request that is sent now would go without it. */
  readonly sending: boolean
}

export interface FilePickerProps {
  /** Keep it stable. */
  readonly onChange: (attached: Attached) => void
  /** Tests give one of their own. */
  readonly send?: SendFile
}

/** Attaches files to a request: chosen, photographed or dropped; each is sent at once and can be taken back. */
export function FilePicker({ onChange, send = sendFile }: FilePickerProps) {
  const text = useText()
  const { files: own } = text
  const [said, setSaid] = useState<string | null>(null)
  const title = useId()
  const first = useRef<HTMLButtonElement>(null)
  const { picked, add, again, remove, largest } = useUploads(send, (news) =>
    setSaid(
      news.kind === 'attached'
        ? own.attached({ name: news.info.name })
        : `${own.notAttached({ name: news.file.name })} ${uploadSentence(text, news.problem)}`,
    ),
  )
  useTold(picked, onChange)
  const take = (chosen: readonly File[]) => {
    const left = add(chosen)
    setSaid(left > 0 ? own.leftOut({ count: left }) : null)
  }
  const takeOut = (file: PickedFile) => {
    remove(file)
    setSaid(own.removed({ name: file.file.name }))
    first.current?.focus()
  }
  const { over, zone } = useDrop(take)
  const full = picked.length >= MOST_FILES_OF_REQUEST
  return (
    <fieldset className={classes.picker} aria-labelledby={title} data-over={over || undefined} {...zone}>
      <span id={title} className={classes.title}>
        {own.title}
      </span>
      <Hint largest={largest} />
      <div className={classes.choose}>
        <ChooseButton label={own.choose} buttonRef={first} disabled={full} onFiles={take} accept={KINDS} multiple>
          <IconPaperclip size={18} stroke={1.7} aria-hidden />
        </ChooseButton>
        <div className={classes.photo}>
          <ChooseButton label={own.photo} disabled={full} onFiles={take} accept="image/*" capture>
            <IconCamera size={18} stroke={1.7} aria-hidden />
          </ChooseButton>
        </div>
        <span className={classes.drop}>{over ? own.dropHere : own.drop}</span>
      </div>
      {picked.length === 0 ? null : (
        <ul className={classes.list} aria-label={own.list}>
          {picked.map((one) => (
            <PickedEntry key={one.key} picked={one} onAgain={() => again(one.key)} onRemove={() => takeOut(one)} />
          ))}
        </ul>
      )}
      <LiveRegion>{said}</LiveRegion>
    </fieldset>
  )
}

const KINDS = '.pdf,.docx,.jpg,.jpeg,.png,.heic,.heif'

function Hint({ largest }: { readonly largest: number | null }) {
  const { files: own } = useText()
  const { language } = useLanguage()
  const words = largest === null ? own.hintWithoutSize : own.hint({ size: formatBytes(largest, language) })
  return <p className={classes.hint}>{words}</p>
}

/** Tells the form when the list of ids, or whether something is under way, has changed; not at every percent. */
function useTold(picked: readonly PickedFile[], onChange: FilePickerProps['onChange']): void {
  const ids = picked.flatMap((one) => (one.state === 'attached' ? [one.info.id] : [])).join(' ')
  const sending = picked.some(({ state }) => state === 'waiting' || state === 'sending')
  useEffect(() => onChange({ fileIds: ids === '' ? [] : ids.split(' '), sending }), [ids, sending, onChange])
}

interface ChooseButtonProps {
  readonly label: string
  readonly accept: string
  readonly multiple?: boolean
  /** Opens the camera on a phone. */
  readonly capture?: boolean
  readonly disabled: boolean
  readonly buttonRef?: React.Ref<HTMLButtonElement>
  readonly onFiles: (files: readonly File[]) => void
  readonly children: ReactNode
}

/** The browser's own field cannot be styled or translated; it opens behind a button. */
function ChooseButton({ label, accept, multiple, capture, disabled, buttonRef, onFiles, children }: ChooseButtonProps) {
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button
        {...(buttonRef && { ref: buttonRef })}
        variant="default"
        leftSection={children}
        disabled={disabled}
        onClick={() => field.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={field}
        type="file"
        hidden
        tabIndex={-1}
        aria-hidden
        accept={accept}
        multiple={multiple}
        {...(capture && { capture: 'environment' as const })}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])])
          // The same file can be chosen again after it was taken out.
          currentTarget.value = ''
        }}
      />
    </>
  )
}
