import { Radio, Textarea } from '@mantine/core'
import { type CorrectionSettings, DEFAULT_CORRECTIONS, LANGUAGES } from '../../../shared/clinic/clinicSchemas'
import { dueDay } from '../../../shared/corrections/correctionDates'
import { LAW_PROFILES, type LawProfile, TERMS } from '../../../shared/corrections/correctionLimits'
import { useDayFormat, useNow } from '../participants/clinicHooks'
import { useSay } from '../shell/terms'
import { HolidayList } from './HolidayList'
import classes from './Settings.module.css'
import type { PartProps } from './SettingsPage'
import { LANGUAGE_NAMES } from './settingsWords'

const PROFILE_WORDS: Readonly<Record<LawProfile, { readonly label: string; readonly says: string }>> = {
  days_60_30: {
    label: '60 days, once 30 more',
    says: 'United States, 45 CFR 164.526. Letters name the federal office for complaints.',
  },
  days_30_30: { label: '30 days, once 30 more', says: 'Calendar days, as several health privacy laws have it.' },
  business_30: { label: '30 business days, once 30 more', says: 'Saturdays, Sundays and your holidays do not count.' },
}

/** G3: the law that sets the terms of correction requests, the clinic's holidays, and where people can complain about a decision. */
export function CorrectionsPart({ editor, clinic, frozen }: PartProps) {
  const { draft, problems, setSettings } = editor
  // Absent in a replica of an earlier version that was not online since.
  const { corrections = DEFAULT_CORRECTIONS } = draft.settings
  const say = useSay()
  const set = (change: Partial<CorrectionSettings>) => setSettings({ corrections: { ...corrections, ...change } })
  return (
    <fieldset className={classes.fields} disabled={frozen}>
      <p className={classes.soft}>
        {say(
          'What holds for requests of participants to correct their record. Requests that are under way keep their dates.',
        )}
      </p>
      <Radio.Group
        label="Time to decide"
        value={corrections.profile}
        onChange={(value) => set({ profile: LAW_PROFILES.find((name) => name === value) ?? corrections.profile })}
      >
        <div className={classes.panel}>
          {LAW_PROFILES.map((name) => (
            <Radio key={name} value={name} label={PROFILE_WORDS[name].label} description={PROFILE_WORDS[name].says} />
          ))}
        </div>
      </Radio.Group>
      <Example corrections={corrections} timeZone={clinic.timeZone} />
      <HolidayList
        holidays={corrections.holidays}
        counts={TERMS[corrections.profile].business}
        error={problems['settings.corrections.holidays']}
        onChange={(holidays) => set({ holidays })}
      />
      <div className={classes.group}>
        <h2 className={classes.title}>Complaints about a decision</h2>
        <p className={classes.soft}>
          Stands in every letter, below your name, phone and email. For example who receives complaints, or the
          authority where you are. Empty in a language: the English text is used.
        </p>
        {LANGUAGES.map((language) => (
          <Textarea
            key={language}
            label={LANGUAGE_NAMES[language]}
            autosize
            minRows={2}
            value={corrections.complaints[language]}
            error={problems[`settings.corrections.complaints.${language}`]}
            onChange={({ currentTarget }) =>
              set({ complaints: { ...corrections.complaints, [language]: currentTarget.value } })
            }
          />
        ))}
      </div>
    </fieldset>
  )
}

/** What the choice means today. */
function Example({ corrections, timeZone }: { readonly corrections: CorrectionSettings; readonly timeZone: string }) {
  const now = useNow(60_000)
  const dayOf = useDayFormat()
  return (
    <p className={classes.soft} role="status">
      A request that arrives now is to be decided by <strong>{dayOf(dueDay(now, timeZone, corrections))}</strong>.
    </p>
  )
}
