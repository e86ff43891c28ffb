import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { MIN_PASSPHRASE } from '../../../shared/ipc/desktopSchemas'
import { PasswordField } from '../../ui/PasswordField'
import { useConsole } from '../shell/ConsoleContext'
import { SinglePage } from '../shell/SinglePage'
import classes from '../shell/SinglePage.module.css'
import { passphraseFault } from './passphraseFault'

/** No keychain (R2): a passphrase in its place, or nothing kept at all. Before sign-in, because the console's own key is kept there too. */
export function StoragePage() {
  const { controller } = useConsole()
  const [choosing, setChoosing] = useState(false)
  if (choosing) return <ChoosePassphrase onBack={() => setChoosing(false)} />
  return (
    <SinglePage
      title="This computer has no keychain"
      wide
      lead={
        <p>
          Vestibule seals its records with a key from the system's keychain. Without one, you decide how it works here.
        </p>
      }
    >
      <div className={classes.stack}>
        <section className={classes.choice}>
          <h2>Keep a sealed copy, opened by a passphrase</h2>
          <p>
            You can work without a network, and unsent changes survive a restart. Everyone who uses this console types
            the passphrase at each start and after each lock. If it is lost, unsent changes are lost with it.
          </p>
          <Button onClick={() => setChoosing(true)}>Choose a passphrase</Button>
        </section>
        <section className={classes.choice}>
          <h2>Keep nothing on this computer</h2>
          <p>
            Records stay in memory and are gone when the console locks or closes, with any change that has not reached
            the server. An administrator has to approve this console again after each restart.
          </p>
          <Button variant="default" onClick={() => void controller.chooseMemory()}>
            Keep nothing
          </Button>
        </section>
      </div>
    </SinglePage>
  )
}

function ChoosePassphrase({ onBack }: { readonly onBack: () => void }) {
  const { controller, desktop } = useConsole()
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const [refusal, setRefusal] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const fault = passphraseFault(first, second)
    setRefusal(fault)
    if (fault !== null || busy) return
    setBusy(true)
    const answer = await desktop.passphrase.set.mutate({ passphrase: first }).catch(() => null)
    setBusy(false)
    if (answer?.ok) return await controller.look()
    setRefusal('The passphrase could not be saved. Nothing was changed. Try again.')
  }
  return (
    <SinglePage
      title="Choose a passphrase"
      lead={<p>Several words that do not belong together are easy to remember and hard to guess.</p>}
    >
      <form className={classes.stack} onSubmit={(event) => void submit(event)} noValidate>
        <PasswordField
          label="Passphrase"
          purpose="new"
          minimum={MIN_PASSPHRASE}
          rule={`${MIN_PASSPHRASE} characters or more. Spaces count.`}
          value={first}
          onChange={setFirst}
        />
        <PasswordField label="The same again" purpose="new" value={second} onChange={setSecond} error={refusal} />
        <Button type="submit" fullWidth loading={busy}>
          Use this passphrase
        </Button>
        <Button variant="subtle" fullWidth onClick={onBack} disabled={busy}>
          Back
        </Button>
      </form>
    </SinglePage>
  )
}
