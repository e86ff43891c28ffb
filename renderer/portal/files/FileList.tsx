import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { PORTAL_FILES_PATH } from '../../../shared/files/fileLimits'
import type { FileInfo } from '../../../shared/files/fileSchemas'
import { problemOf } from '../../api/apiError'
import { saveFile } from '../../api/fileTransfer'
import { formatBytes } from '../../ui/formatBytes'
import { useLanguage } from '../../ui/LanguageContext'
import { ProblemNotice } from '../shell/ProblemNotice'
import { usePulse } from '../shell/PulseContext'
import { useSession } from '../shell/SessionContext'
import { useAction } from '../shell/useAction'
import { useText } from '../text/portalText'
import classes from './files.module.css'

/** The attachments of a request, each to be saved. Nothing when there are none. */
export function FileList({ files }: { readonly files: readonly FileInfo[] }) {
  const { files: own } = useText()
  if (files.length === 0) return null
  return (
    <div className={classes.own}>
      <p>{own.own}</p>
      <ul className={classes.list} aria-label={own.list}>
        {files.map((file) => (
          <OwnFile key={file.id} file={file} />
        ))}
      </ul>
    </div>
  )
}

function OwnFile({ file: { id, name, size } }: { readonly file: FileInfo }) {
  const { files: own } = useText()
  const { language } = useLanguage()
  const { busy, problem, run } = useAction()
  const { follow } = useSession()
  const pulse = usePulse()
  const words = formatBytes(size, language)
  const save = async () => {
    try {
      await saveFile(`${PORTAL_FILES_PATH}/${id}`, name)
      pulse.answered(null)
    } catch (error) {
      pulse.answered(problemOf(error).code)
      if (!follow(problemOf(error))) throw error
    }
  }
  return (
    <li>
      <Button
        className={classes.save ?? ''}
        variant="default"
        leftSection={<IconDownload size={18} stroke={1.7} aria-hidden />}
        loading={busy}
        aria-label={own.download({ name, size: words })}
        onClick={() => run(save)}
      >
        <bdi className={classes.saveName}>{name}</bdi> <span className={classes.state}>{words}</span>
      </Button>
      <ProblemNotice problem={problem} />
    </li>
  )
}
