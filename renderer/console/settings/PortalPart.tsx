import { Checkbox, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { BUILT_IN_FUNCTIONS, INVITE_HOURS, LANGUAGES, PORTAL_FUNCTIONS } from '../../../shared/clinic/clinicSchemas'
import { lifeWords } from '../invites/inviteWords'
import classes from './Settings.module.css'
import type { PartProps } from './SettingsPage'
import { FUNCTION_WORDS, LANGUAGE_NAMES } from './settingsWords'

/** S3.18, S4.10 to S4.12, S4.21: the portal as a whole, its functions, its languages, what registration asks for, how long things live. */
export function PortalPart({ editor, frozen }: PartProps) {
  const { draft, problems, setSettings } = editor
  const { settings } = draft
  return (
    <fieldset className={classes.fields} disabled={frozen}>
      <Switch
        label="The portal is on"
        description="Off: everybody sees a friendly page with your contact and nothing else. Accounts, sessions and data stay."
        checked={settings.portalEnabled}
        onChange={({ currentTarget }) => setSettings({ portalEnabled: currentTarget.checked })}
      />
      <Functions editor={editor} />
      <div className={classes.group}>
        <h2 className={classes.title}>Registration</h2>
        <Checkbox
          label="Ask whether a caregiver uses the account"
          checked={settings.registration.askHolder}
          onChange={({ currentTarget }) =>
            setSettings({ registration: { ...settings.registration, askHolder: currentTarget.checked } })
          }
        />
        <Checkbox
          label="Offer to fill in what the file lacks"
          description="Preferred name, pronouns, address and phone, only where the file has nothing. What the clinic has is never overwritten."
          checked={settings.registration.details === 'optional'}
          onChange={({ currentTarget }) =>
            setSettings({
              registration: { ...settings.registration, details: currentTarget.checked ? 'optional' : 'off' },
            })
          }
        />
        <Checkbox
          label="Suggest a second factor after registration"
          checked={settings.registration.offerMfa}
          onChange={({ currentTarget }) =>
            setSettings({ registration: { ...settings.registration, offerMfa: currentTarget.checked } })
          }
        />
      </div>
      <div className={classes.group}>
        <h2 className={classes.title}>Languages</h2>
        {LANGUAGES.map((language) => (
          <Checkbox
            key={language}
            label={LANGUAGE_NAMES[language]}
            disabled={language === 'en'}
            checked={settings.languages.includes(language)}
            onChange={({ currentTarget }) =>
              setSettings({
                languages: LANGUAGES.filter((one) =>
                  one === language ? currentTarget.checked : settings.languages.includes(one),
                ),
              })
            }
          />
        ))}
      </div>
      <div className={classes.group}>
        <h2 className={classes.title}>How long things live</h2>
        <Select
          label="Invite"
          data={INVITE_HOURS.map((hours) => ({ value: String(hours), label: lifeWords(hours) }))}
          value={String(settings.inviteHours)}
          allowDeselect={false}
          onChange={(value) =>
            setSettings({ inviteHours: INVITE_HOURS.find((hours) => String(hours) === value) ?? settings.inviteHours })
          }
        />
        <NumberInput
          label="Pause before an invite or reset is sent again"
          suffix=" minutes"
          min={1}
          max={60}
          value={settings.resendCooldownMinutes}
          error={problems['settings.resendCooldownMinutes']}
          onChange={(value) => setSettings({ resendCooldownMinutes: Number(value) })}
        />
        <NumberInput
          label="Accounts without a sign-in are disabled after"
          description="0 = never, else 30 to 365."
          suffix=" days"
          min={0}
          max={365}
          value={settings.inactiveDays}
          error={problems['settings.inactiveDays']}
          onChange={(value) => setSettings({ inactiveDays: Number(value) })}
        />
        <TextInput
          label="Country of phone numbers without a prefix"
          description="Two letters, such as US, CA, FR or MX."
          maxLength={2}
          value={settings.phoneCountry}
          error={problems['settings.phoneCountry']}
          onChange={({ currentTarget }) => setSettings({ phoneCountry: currentTarget.value.toUpperCase() })}
        />
      </div>
      <Attachments editor={editor} />
    </fieldset>
  )
}

/** F1: how large one attachment may be. The other limits are fixed. */
function Attachments({ editor }: Pick<PartProps, 'editor'>) {
  const { draft, problems, setSettings } = editor
  return (
    <div className={classes.group}>
      <h2 className={classes.title}>Attachments of correction requests</h2>
      <NumberInput
        label="A file may have at most"
        description="PDF, PNG, JPEG, HEIC and Word documents; five with one request, 100 files and 500 MB of one person."
        suffix=" MB"
        min={1}
        max={25}
        value={draft.settings.uploadMegabytes}
        error={problems['settings.uploadMegabytes']}
        onChange={(value) => setSettings({ uploadMegabytes: Number(value) })}
      />
    </div>
  )
}

/** S4.10, S4.11: seven functions, each with a switch of its own. Those that are not built in open the clinic's own system. */
function Functions({ editor }: Pick<PartProps, 'editor'>) {
  const { draft, problems, setSettings } = editor
  const { functions } = draft.settings
  return (
    <div className={classes.group}>
      <h2 className={classes.title}>Functions</h2>
      {PORTAL_FUNCTIONS.map((name) => {
        const { on, link } = functions[name]
        const { label, says } = FUNCTION_WORDS[name]
        const set = (change: { readonly on?: boolean; readonly link?: string }) =>
          setSettings({ functions: { ...functions, [name]: { on, link, ...change } } })
        return (
          <div key={name} className={classes.function}>
            <Switch
              label={label}
              description={says}
              checked={on}
              onChange={({ currentTarget }) => set({ on: currentTarget.checked })}
            />
            {on && !BUILT_IN_FUNCTIONS.includes(name) ? (
              <TextInput
                className={classes.address ?? ''}
                aria-label={`Address for ${label}`}
                placeholder="https://"
                type="url"
                value={link}
                error={problems[`settings.functions.${name}.link`]}
                onChange={({ currentTarget }) => set({ link: currentTarget.value })}
              />
            ) : null}
          </div>
        )
      })}
    </div>
  )
}
