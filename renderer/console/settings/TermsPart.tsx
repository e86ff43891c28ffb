import { Select, TextInput } from '@mantine/core'
import { LANGUAGES, TERM_PRESETS } from '../../../shared/clinic/clinicSchemas'
import classes from './Settings.module.css'
import type { PartProps } from './SettingsPage'
import { LANGUAGE_NAMES } from './settingsWords'

const PRESETS = Object.keys(TERM_PRESETS) as readonly (keyof typeof TERM_PRESETS)[]

/** S3.17: what the clinic calls the people it serves, in the console, the portal and the help. */
export function TermsPart({ editor, frozen }: PartProps) {
  const { draft, problems, setSettings } = editor
  const { terms } = draft.settings
  const preset = PRESETS.find((name) => JSON.stringify(TERM_PRESETS[name]) === JSON.stringify(terms)) ?? 'own'
  return (
    <fieldset className={classes.fields} disabled={frozen}>
      <Select
        label="Call the people you serve"
        data={[
          ...PRESETS.map((value) => ({ value: String(value), label: TERM_PRESETS[value].en.many })),
          { value: 'own', label: 'words of your own' },
        ]}
        value={preset}
        allowDeselect={false}
        onChange={(value) => {
          const chosen = PRESETS.find((name) => name === value)
          if (chosen) setSettings({ terms: TERM_PRESETS[chosen] })
        }}
      />
      {LANGUAGES.map((language) => (
        <div key={language} className={classes.group}>
          <h2 className={classes.title}>{LANGUAGE_NAMES[language]}</h2>
          <div className={classes.pair}>
            <TextInput
              label="One"
              value={terms[language].one}
              error={problems[`settings.terms.${language}.one`]}
              onChange={({ currentTarget }) =>
                setSettings({ terms: { ...terms, [language]: { ...terms[language], one: currentTarget.value } } })
              }
            />
            <TextInput
              label="Several"
              value={terms[language].many}
              error={problems[`settings.terms.${language}.many`]}
              onChange={({ currentTarget }) =>
                setSettings({ terms: { ...terms, [language]: { ...terms[language], many: currentTarget.value } } })
              }
            />
          </div>
        </div>
      ))}
    </fieldset>
  )
}
