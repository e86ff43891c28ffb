import { Button, Modal } from '@mantine/core'
import { useEffect, useState } from 'react'
import { SignInForm } from '../signIn/SignInForm'
import { useConsole } from './ConsoleContext'
import { useSession } from './SessionContext'

/** The sign-in form above open records: the same person goes on where they are, another person gets their own records. */
export function SignInHere({ onDone }: { readonly onDone?: () => void }) {
  const { controller, client, desktop } = useConsole()
  const { staffId } = useSession()
  const [email, setEmail] = useState<string | null>(null)
  useEffect(() => {
    desktop.lock.status.query().then(
      ({ people }) => setEmail(people.find((person) => person.staffId === staffId)?.email ?? ''),
      () => setEmail(''),
    )
  }, [desktop, staffId])
  if (email === null) return null
  return (
    <SignInForm
      client={client}
      email={email}
      onSignedIn={(me) => {
        onDone?.()
        void controller.signedIn(me)
      }}
      onRemoved={() => void controller.removed()}
    />
  )
}

export function SignInDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Sign in to send changes" size={400} closeOnClickOutside={false}>
      <SignInHere onDone={onClose} />
    </Modal>
  )
}

export function SignInButton() {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpened(true)}>
        Sign in
      </Button>
      <SignInDialog opened={opened} onClose={() => setOpened(false)} />
    </>
  )
}
