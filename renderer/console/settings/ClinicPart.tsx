import { Select, Textarea, TextInput } from '@mantine/core'
import classes from './Settings.module.css'
import type { PartProps } from './SettingsPage'

const ZONES = Intl.supportedValuesOf('timeZone')

/** Name, contact and time zone: what letters, mails and the portal say of the clinic. */
export function ClinicPart({ editor, frozen }: PartProps) {
  const { draft, problems, setFacts } = editor
  const { facts } = draft
  return (
    <fieldset className={classes.fields} disabled={frozen}>
      <TextInput
        label="Name of the clinic"
        value={facts.name}
        error={problems['facts.name']}
        onChange={({ currentTarget }) => setFacts({ name: currentTarget.value })}
      />
      <TextInput
        label="Phone"
        description="The portal and the mails name it for questions."
        value={facts.phone}
        error={problems['facts.phone']}
        onChange={({ currentTarget }) => setFacts({ phone: currentTarget.value })}
      />
      <TextInput
        label="Email for questions"
        type="email"
        value={facts.email}
        error={problems['facts.email']}
        onChange={({ currentTarget }) => setFacts({ email: currentTarget.value })}
      />
      <Textarea
        label="Address"
        autosize
        minRows={2}
        value={facts.address}
        error={problems['facts.address']}
        onChange={({ currentTarget }) => setFacts({ address: currentTarget.value })}
      />
      <Select
        label="Time zone"
        searchable
        data={ZONES}
        value={facts.timeZone}
        allowDeselect={false}
        error={problems['facts.timeZone']}
        onChange={(timeZone) => setFacts({ timeZone: timeZone ?? facts.timeZone })}
      />
    </fieldset>
  )
}
