import { Checkbox, NumberInput, Select, Switch } from '@mantine/core'
import classes from './Settings.module.css'
import type { PartProps } from './SettingsPage'
import { useSendingWays } from './useSendingWays'

/** Ways in, second factor, passwords, codes of invites, this clinic's consoles, and how long the audit log is kept. */
export function SecurityPart({ editor, frozen }: PartProps) {
  const { draft, problems, setSettings } = editor
  const { settings } = draft
  const { methods } = settings
  const sending = useSendingWays()
  const noSms = sending !== null && !sending.sms && !sending.outbox
  return (
    <fieldset className={classes.fields} disabled={frozen}>
      <div className={classes.group}>
        <h2 className={classes.title}>Ways to sign in</h2>
        <Checkbox
          label="Email link"
          checked={methods.emailLink}
          onChange={({ currentTarget }) => setSettings({ methods: { ...methods, emailLink: currentTarget.checked } })}
        />
        <Checkbox
          label="SMS code"
          description={
            noSms ? 'This server is not set up to send SMS (SMS_URL).' : 'A code of 6 digits, for 10 minutes.'
          }
          disabled={noSms && !methods.smsCode}
          checked={methods.smsCode}
          onChange={({ currentTarget }) => setSettings({ methods: { ...methods, smsCode: currentTarget.checked } })}
        />
        <Checkbox
          label="Password"
          checked={methods.password}
          onChange={({ currentTarget }) => setSettings({ methods: { ...methods, password: currentTarget.checked } })}
        />
        {problems['settings.methods'] ? <p className={classes.problem}>{problems['settings.methods']}</p> : null}
        <NumberInput
          label="An email link works for"
          suffix=" minutes"
          min={5}
          max={30}
          value={settings.emailLinkMinutes}
          error={problems['settings.emailLinkMinutes']}
          onChange={(value) => setSettings({ emailLinkMinutes: Number(value) })}
        />
        <NumberInput
          label="A password reset sent by staff works for"
          description="One that they ask for themselves works for 60 minutes."
          suffix=" hours"
          min={1}
          max={48}
          value={settings.resetHours}
          error={problems['settings.resetHours']}
          onChange={(value) => setSettings({ resetHours: Number(value) })}
        />
      </div>
      <div className={classes.group}>
        <h2 className={classes.title}>Second factor</h2>
        <Switch
          label="Required for everybody"
          description="Whoever has none sets it up at the next sign-in, before anything else is shown. Managers can exempt single people."
          checked={settings.mfaRequired}
          onChange={({ currentTarget }) =>
            setSettings({
              mfaRequired: currentTarget.checked,
              ...(currentTarget.checked ? {} : { minPasswordLength: 15 }),
            })
          }
        />
        <Select
          label="Shortest password"
          description="8 is possible only beside a required second factor."
          data={[
            { value: '15', label: '15 characters' },
            { value: '8', label: '8 characters', disabled: !settings.mfaRequired },
          ]}
          value={String(settings.minPasswordLength)}
          allowDeselect={false}
          error={problems['settings.minPasswordLength']}
          onChange={(value) => setSettings({ minPasswordLength: value === '8' ? 8 : 15 })}
        />
      </div>
      <div className={classes.group}>
        <h2 className={classes.title}>Verbal codes of invites</h2>
        <Switch
          label="Every invite needs a verbal code"
          checked={settings.verbalCodeRequired}
          onChange={({ currentTarget }) => setSettings({ verbalCodeRequired: currentTarget.checked })}
        />
        <NumberInput
          label="Wrong codes until an invite is locked"
          min={3}
          max={5}
          value={settings.verbalCodeTries}
          error={problems['settings.verbalCodeTries']}
          onChange={(value) => setSettings({ verbalCodeTries: Number(value) })}
        />
      </div>
      <div className={classes.group}>
        <h2 className={classes.title}>Consoles</h2>
        <NumberInput
          label="A console locks when nobody has used it for"
          suffix=" minutes"
          min={1}
          max={60}
          value={settings.consoleLockMinutes}
          error={problems['settings.consoleLockMinutes']}
          onChange={(value) => setSettings({ consoleLockMinutes: Number(value) })}
        />
        <NumberInput
          label="A console without contact locks its records after"
          suffix=" days"
          min={1}
          max={30}
          value={settings.offlineLeaseDays}
          error={problems['settings.offlineLeaseDays']}
          onChange={(value) => setSettings({ offlineLeaseDays: Number(value) })}
        />
      </div>
      <div className={classes.group}>
        <h2 className={classes.title}>Audit log</h2>
        <NumberInput
          label="Rows are kept for at least"
          description="Six years is the least. Nothing is deleted when the time is over: IT can then move old rows into a file that verifies itself."
          suffix=" years"
          min={6}
          max={30}
          value={settings.auditRetentionYears}
          error={problems['settings.auditRetentionYears']}
          onChange={(value) => setSettings({ auditRetentionYears: Number(value) })}
        />
      </div>
    </fieldset>
  )
}
