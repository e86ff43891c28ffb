import { Alert, Button } from '@mantine/core'
import { IconPlayerPause } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { PassphraseRefusal } from '../../../shared/ipc/desktopTypes'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { PasswordField } from '../../ui/PasswordField'
import { useConsole } from '../shell/ConsoleContext'
import { SinglePage } from '../shell/SinglePage'
import classes from '../shell/SinglePage.module.css'

const REFUSALS: Readonly<Record<PassphraseRefusal, string>> = {
  WRONG_PASSPHRASE: 'That passphrase is not right.',
  VAULT_DAMAGED: 'The file with the keys is damaged, so no passphrase can open it.',
  VAULT_ABSENT: 'The file with the keys is gone.',
  VAULT_CLOSED: 'The file with the keys is still closed.',
  NOT_NEEDED: 'This computer has a keychain, so no passphrase is needed.',
}

/** The passphrase that stands in for a keychain, asked for at each start and after each lock (R2, R4). */
export function VaultPage({ suspended }: { readonly suspended: boolean }) {
  const { controller, desktop } = useConsole()
  const [passphrase, setPassphrase] = useState('')
  const [refusal, setRefusal] = useState<PassphraseRefusal | 'UNREACHABLE' | null>(null)
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy || passphrase === '') return
    setBusy(true)
    setRefusal(null)
    const answer = await desktop.passphrase.open.mutate({ passphrase }).catch(() => null)
    setPassphrase('')
    setBusy(false)
    if (answer?.ok) return void controller.look()
    setRefusal(answer?.reason ?? 'UNREACHABLE')
  }
  const discard = async () => {
    setBusy(true)
    await desktop.passphrase.discard.mutate({ confirm: 'DISCARD' }).catch(() => undefined)
    await controller.look()
  }
  const words = refusal === null ? null : refusal === 'UNREACHABLE' ? 'This console did not answer.' : REFUSALS[refusal]
  return (
    <SinglePage
      title="Passphrase of this console"
      lead={<p>It opens the keys on this computer. Your own password comes next.</p>}
      foot={
        <Button variant="subtle" size="compact-sm" onClick={() => setAsking(true)}>
          The passphrase is lost
        </Button>
      }
    >
      {suspended ? (
        <Alert color="warn" icon={<IconPlayerPause aria-hidden />} title="This console is suspended" mb="md">
          An administrator of your clinic has suspended it. Nothing is deleted, and nothing opens until they resume it.
          With the passphrase, this console can ask whether they have.
        </Alert>
      ) : null}
      <form className={classes.stack} onSubmit={(event) => void submit(event)} noValidate>
        <PasswordField label="Passphrase" purpose="current" value={passphrase} onChange={setPassphrase} error={words} />
        <Button type="submit" fullWidth loading={busy} disabled={passphrase === ''}>
          Open
        </Button>
      </form>
      <ConfirmDialog
        opened={asking}
        danger
        busy={busy}
        title="Give up the keys on this computer?"
        consequence="The records kept here and every change that was never sent can then not be read by anyone. This cannot be undone. This console becomes a new one, which an administrator has to approve."
        confirmLabel="Give up the keys"
        cancelLabel="Keep them"
        onConfirm={() => void discard()}
        onCancel={() => setAsking(false)}
      />
    </SinglePage>
  )
}
