import { ColorInput, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Branding, LANGUAGES, type Language } from '../../../shared/clinic/clinicSchemas'
import { accentContrast } from '../../../shared/settings/accentColours'
import { BrandingPreview } from './BrandingPreview'
import { LogoField } from './LogoField'
import classes from './Settings.module.css'
import type { PartProps } from './SettingsPage'
import { LANGUAGE_NAMES } from './settingsWords'

const HEX = /^#[0-9a-f]{6}$/

/** S2.64 to S2.67, S3.15: how the portal looks and greets, with what it will look like beside it. */
export function BrandingPart({ editor, clinic, frozen }: PartProps) {
  const { draft, problems, setSettings } = editor
  const { branding } = draft.settings
  const [language, setLanguage] = useState<Language>('en')
  const set = (change: Partial<Branding>) => setSettings({ branding: { ...branding, ...change } })
  const accent = HEX.test(branding.accent) ? accentContrast(branding.accent) : null
  return (
    <div className={classes.branding}>
      <fieldset className={classes.fields} disabled={frozen}>
        <TextInput
          label="Display name"
          description={`Empty: the name of the clinic, ${draft.facts.name}.`}
          value={branding.displayName}
          error={problems['settings.branding.displayName']}
          onChange={({ currentTarget }) => set({ displayName: currentTarget.value })}
        />
        <LogoField clinic={clinic} frozen={frozen} dirty={editor.dirty} />
        <ColorInput
          label="Accent colour"
          description="Of buttons, links and progress. Empty: the product's own petrol."
          format="hex"
          withEyeDropper={false}
          // What was typed stays as it is; a wrong one is named beside the field.
          fixOnBlur={false}
          value={branding.accent}
          error={problems['settings.branding.accent']}
          onChange={(value) => set({ accent: value.toLowerCase() })}
        />
        {accent ? (
          <p className={accent.ok ? classes.soft : classes.problem} role="status">
            {accent.ok
              ? `Readable: words on a button ${accent.words.toFixed(1)} : 1, the button on the page ${accent.page.toFixed(1)} : 1.`
              : `Too pale: words on a button ${accent.words.toFixed(1)} : 1 (needs 4.5), the button on the page ${accent.page.toFixed(1)} : 1 (needs 3). Choose a darker colour.`}
          </p>
        ) : null}
        <Select
          label="Texts in"
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={language}
          allowDeselect={false}
          onChange={(value) => setLanguage((value ?? 'en') as Language)}
        />
        <TextInput
          label="Welcome title"
          value={branding.welcomeTitle[language]}
          error={problems[`settings.branding.welcomeTitle.${language}`]}
          onChange={({ currentTarget }) =>
            set({ welcomeTitle: { ...branding.welcomeTitle, [language]: currentTarget.value } })
          }
        />
        <Textarea
          label="Welcome message"
          autosize
          minRows={2}
          value={branding.welcomeMessage[language]}
          error={problems[`settings.branding.welcomeMessage.${language}`]}
          onChange={({ currentTarget }) =>
            set({ welcomeMessage: { ...branding.welcomeMessage, [language]: currentTarget.value } })
          }
        />
        <Textarea
          label="Contact information"
          description="For example opening hours. Empty in a language: the English text is shown."
          autosize
          minRows={2}
          value={branding.contactInfo[language]}
          error={problems[`settings.branding.contactInfo.${language}`]}
          onChange={({ currentTarget }) =>
            set({ contactInfo: { ...branding.contactInfo, [language]: currentTarget.value } })
          }
        />
      </fieldset>
      <BrandingPreview draft={draft} logoHash={clinic.logoHash} language={language} />
    </div>
  )
}
