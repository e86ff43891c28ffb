import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type ReactNode, useState } from 'react'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { useConsole } from './ConsoleContext'
import type { ReplicaTrouble } from './consoleState'
import { diagnostics } from './replicaTrouble'
import { SinglePage } from './SinglePage'
import classes from './SinglePage.module.css'
import { canStartOver, troubleTitle, troubleWords } from './troubleWords'

/** The desktop part does not answer: closed, crashed, or its link was used up. */
export function UnreachablePage() {
  const { controller } = useConsole()
  return (
    <SinglePage
      title="The console is not running"
      lead="This page is open, and the program behind it does not answer. Start Vestibule again, then try once more."
    >
      <div className={classes.buttons}>
        <Button onClick={() => void controller.look()}>Try again</Button>
      </div>
    </SinglePage>
  )
}

export function KeychainFailedPage() {
  const { controller } = useConsole()
  const trouble = { kind: 'unknown', page: null, message: 'the keychain could not be read' } as const
  return (
    <SinglePage
      title="The keychain did not answer"
      lead="The records on this computer are sealed with a key in its keychain. The keychain may be locked or waiting for your permission. Nothing is lost."
      foot={<LeaveLink />}
    >
      <div className={classes.buttons}>
        <CopyDiagnostics trouble={trouble} />
        <Button onClick={() => void controller.retry()}>Try again</Button>
      </div>
    </SinglePage>
  )
}

/** R2: the key is gone, the sealed copy is not. Nothing is deleted unless a person says so. */
export function KeyGonePage() {
  const trouble = {
    kind: 'wrong_key',
    page: null,
    message: 'the keychain holds no key for the stored records',
  } as const
  return (
    <SinglePage
      title="The key to these records is gone"
      wide
      lead={
        <>
          <p>
            The copy on this computer is sealed, and the keychain no longer holds its key. Changes made here that had
            not been sent cannot be read any more, by anyone.
          </p>
          <p>
            Everything that reached the server is safe. If a backup of the keychain can bring the key back, do that
            first.
          </p>
        </>
      }
      foot={<LeaveLink />}
    >
      <TroubleActions trouble={trouble} />
    </SinglePage>
  )
}

/** The copy on this computer could not be opened, with the reason and the place. */
export function TroublePage({ trouble }: { readonly trouble: ReplicaTrouble }) {
  // One console, one lock: it would take the records away from whoever works in the other window.
  const foot = trouble.kind === 'second_owner' ? null : <LeaveLink />
  return (
    <SinglePage title={troubleTitle(trouble.kind)} wide lead={<p>{troubleWords(trouble)}</p>} foot={foot}>
      <TroubleActions trouble={trouble} retry />
    </SinglePage>
  )
}

function TroubleActions({ trouble, retry = false }: { readonly trouble: ReplicaTrouble; readonly retry?: boolean }) {
  const { controller } = useConsole()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const startOver = async () => {
    setBusy(true)
    await controller.startOver().catch(() => controller.look())
  }
  return (
    <div className={classes.buttons}>
      <CopyDiagnostics trouble={trouble} />
      {canStartOver(trouble.kind) ? (
        <Button variant="default" onClick={() => setAsking(true)}>
          Start over with a fresh copy
        </Button>
      ) : null}
      {retry ? <Button onClick={() => void controller.retry()}>Try again</Button> : null}
      <ConfirmDialog
        opened={asking}
        danger
        busy={busy}
        title="Delete the copy on this computer and fetch a fresh one?"
        consequence="Changes made on this computer that were never sent are deleted with it. This cannot be undone. The server's records stay as they are."
        confirmLabel="Delete and start over"
        cancelLabel="Keep it"
        onConfirm={() => void startOver()}
        onCancel={() => setAsking(false)}
      />
    </div>
  )
}

export function CopyDiagnostics({ trouble }: { readonly trouble: ReplicaTrouble }) {
  const { desktop } = useConsole()
  const copy = async () => {
    const status = await desktop.status.query().catch(() => null)
    const text = diagnostics({ desktop: status, trouble, at: new Date() })
    await navigator.clipboard.writeText(text).then(
      () => notifications.show({ message: 'Diagnostics copied. They hold no names and no records.' }),
      () => notifications.show({ title: 'The clipboard was refused', message: text }),
    )
  }
  return (
    <Button variant="subtle" onClick={() => void copy()}>
      Copy diagnostics
    </Button>
  )
}

function LeaveLink(): ReactNode {
  const { controller } = useConsole()
  return (
    <Button variant="subtle" size="compact-sm" onClick={() => void controller.lock()}>
      Lock and come back later
    </Button>
  )
}
