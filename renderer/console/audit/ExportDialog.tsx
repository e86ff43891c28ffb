import { Button, Modal, PasswordInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useState } from 'react'
import type { AuditFilter } from '../../../shared/audit/auditListSchemas'
import { type ApiProblem, problemOf } from '../../api/apiError'
import classes from './Audit.module.css'
import { useAuditDesk } from './AuditDesk'

export interface ExportDialogProps {
  readonly opened: boolean
  readonly filter: AuditFilter
  readonly narrowed: boolean
  readonly onClose: () => void
}

/** F3: the password once more, then the file. The server streams it; nothing of it passes through this page. */
export function ExportDialog({ opened, filter, narrowed, onClose }: ExportDialogProps) {
  const { client } = useAuditDesk()
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const close = () => {
    setPassword('')
    setProblem(null)
    onClose()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const { count, path } = await client.audit.export.mutate({ filter, password })
      download(path)
      notifications.show({
        message: `${count === 1 ? '1 row is' : `${count.toLocaleString('en')} rows are`} being saved.`,
      })
      close()
    } catch (error) {
      setProblem(exportProblem(problemOf(error)))
    }
    setBusy(false)
  }
  return (
    <Modal opened={opened} onClose={close} title="Export the audit log" size={440} closeOnClickOutside={!busy}>
      <form className={classes.page} onSubmit={(event) => void submit(event)}>
        <p className={classes.soft}>
          {narrowed ? 'The rows that the filters leave' : 'All rows that you may see'} are saved as a table (CSV). It
          names people: keep it as carefully as the records. The export is noted in the log.
        </p>
        <PasswordInput
          label="Your password"
          data-autofocus
          autoComplete="current-password"
          value={password}
          error={problem}
          onChange={({ currentTarget }) => {
            setPassword(currentTarget.value)
            setProblem(null)
          }}
        />
        <div className={classes.buttons} style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={close} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={password === ''}>
            Export
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function exportProblem({ code, sentence, detail, retryAfterSeconds }: ApiProblem): string {
  if (code === 'INVALID_INPUT' && detail?.triesLeft !== undefined)
    return `That is not your password. Tries left: ${detail.triesLeft}.`
  if (code === 'TOO_MANY_REQUESTS' && retryAfterSeconds !== undefined)
    return `Too many wrong passwords. Try again in ${Math.ceil(retryAfterSeconds / 60)} minutes.`
  return sentence
}

/** A plain download of the browser's own: straight to the disk, whatever its size. */
function download(path: string): void {
  const link = document.createElement('a')
  link.href = path
  link.download = ''
  document.body.append(link)
  link.click()
  link.remove()
}
