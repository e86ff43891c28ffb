import { ActionIcon, Alert, Button } from '@mantine/core'
import { IconDownload, IconEye, IconFile, IconPhoto } from '@tabler/icons-react'
import { useState } from 'react'
import { STAFF_FILES_PATH } from '../../../shared/files/fileLimits'
import type { FileInfo } from '../../../shared/files/fileSchemas'
import { problemOf } from '../../api/apiError'
import { askForFile, saveFile } from '../../api/fileTransfer'
import { formatBytes } from '../../ui/formatBytes'
import { useSyncState } from '../shell/SessionContext'
import classes from './CorrectionFiles.module.css'
import { PictureDialog } from './PictureDialog'

export interface CorrectionFilesProps {
  readonly files: readonly FileInfo[]
}

/**
 * What the participant attached to a request. The list is in the replica; the files are not: they come from the server when they are
 * opened, each time recorded, and nothing of them stays in this console.
 */
export function CorrectionFiles({ files }: CorrectionFilesProps) {
  const { link } = useSyncState()
  const [problem, setProblem] = useState<string | null>(null)
  if (files.length === 0) return null
  const online = link === 'online' || link === 'connecting'
  return (
    <div className={classes.files}>
      <p className={classes.title}>Attachments ({files.length})</p>
      <ul className={classes.list}>
        {files.map((file) => (
          <AttachedFile key={file.id} file={file} online={online} onProblem={setProblem} />
        ))}
      </ul>
      {online ? null : <p className={classes.soft}>Offline. Attachments open when this console is online again.</p>}
      {problem === null ? null : (
        <Alert color="danger" role="alert" withCloseButton closeButtonLabel="Close" onClose={() => setProblem(null)}>
          {problem}
        </Alert>
      )}
    </div>
  )
}

interface AttachedFileProps {
  readonly file: FileInfo
  readonly online: boolean
  readonly onProblem: (sentence: string | null) => void
}

/** Pictures that every browser draws can be looked at here; a document is only saved: it is somebody else's, and never a page of this console. */
function AttachedFile({ file, online, onProblem }: AttachedFileProps) {
  const { name, type, size } = file
  const [busy, setBusy] = useState<'view' | 'save' | null>(null)
  const [looking, setLooking] = useState(false)
  const path = `${STAFF_FILES_PATH}/${file.id}`
  const isPicture = type === 'png' || type === 'jpg'
  const Glyph = isPicture || type === 'heic' ? IconPhoto : IconFile
  const open = async (wish: 'view' | 'save') => {
    onProblem(null)
    setBusy(wish)
    try {
      if (wish === 'save') await saveFile(path, name)
      else await askForFile(path)
      setLooking(wish === 'view')
    } catch (error) {
      onProblem(`${name} could not be opened. ${problemOf(error).sentence}`)
    }
    setBusy(null)
  }
  return (
    <li className={classes.file}>
      <span className={classes.what}>
        <Glyph className={classes.glyph} size={18} stroke={1.7} aria-hidden />
        <bdi className={classes.name}>{name}</bdi>
      </span>
      <span className={classes.soft}>
        {type.toUpperCase()}, {formatBytes(size, 'en')}
      </span>
      {isPicture ? (
        <ActionIcon
          variant="subtle"
          aria-label={`Look at ${name}`}
          title="Look at it"
          disabled={!online}
          loading={busy === 'view'}
          onClick={() => void open('view')}
        >
          <IconEye size={18} stroke={1.7} aria-hidden />
        </ActionIcon>
      ) : null}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconDownload size={16} stroke={1.7} aria-hidden />}
        aria-label={`Save ${name}`}
        disabled={!online}
        loading={busy === 'save'}
        onClick={() => void open('save')}
      >
        Save
      </Button>
      <PictureDialog name={name} path={looking ? path : null} onClose={() => setLooking(false)} />
    </li>
  )
}
