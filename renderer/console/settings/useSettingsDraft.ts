import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { ClinicDoc, ClinicSettings } from '../../../shared/clinic/clinicSchemas'
import type { WholeSettings } from '../../../shared/settings/settingsRules'
import type { ClinicFacts } from '../../../shared/settings/settingsSchemas'
import { isOffline, problemOf } from '../../api/apiError'
import { useSession } from '../shell/SessionContext'
import { draftOf, isSame, problemsOf, type SettingsProblems } from './settingsDraft'

export interface SettingsDraft {
  readonly draft: WholeSettings
  readonly dirty: boolean
  readonly busy: boolean
  /** Shown once somebody has tried to save. */
  readonly problems: SettingsProblems
  /** Somebody else saved meanwhile: what is on the screen was made from older values. */
  readonly outdated: boolean
  readonly setSettings: (change: Partial<ClinicSettings>) => void
  readonly setFacts: (change: Partial<ClinicFacts>) => void
  readonly save: () => Promise<void>
  readonly discard: () => void
}

/** One editor over the whole of the settings. It keeps the revision it started from, so that two people who save notice each other. */
export function useSettingsDraft(clinic: ClinicDoc, canSendSms: boolean | null): SettingsDraft {
  const { client } = useSession()
  const [start, setStart] = useState(() => ({ rev: clinic.rev, whole: draftOf(clinic) }))
  const [draft, setDraft] = useState(start.whole)
  const [strict, setStrict] = useState(false)
  const [busy, setBusy] = useState(false)
  const dirty = !isSame(draft, start.whole)
  const moved = clinic.rev > start.rev && !isSame(draftOf(clinic), start.whole)
  // Nothing was typed here yet: follow what the server says.
  if (clinic.rev > start.rev && !dirty && !busy) {
    setStart({ rev: clinic.rev, whole: draftOf(clinic) })
    setDraft(draftOf(clinic))
  }
  const problems = strict ? problemsOf(draft, canSendSms) : {}
  const discard = () => {
    setStart({ rev: clinic.rev, whole: draftOf(clinic) })
    setDraft(draftOf(clinic))
    setStrict(false)
  }
  const save = async () => {
    setStrict(true)
    if (Object.keys(problemsOf(draft, canSendSms)).length > 0) return
    setBusy(true)
    try {
      const saved = await client.settings.save.mutate({ expectedRev: start.rev, ...draft })
      setStart({ rev: saved.rev, whole: draftOf(saved) })
      setDraft(draftOf(saved))
      setStrict(false)
      notifications.show({ message: 'Saved. It holds at once, for everybody.' })
    } catch (error) {
      const problem = problemOf(error)
      const fields = problem.detail?.fields?.map(({ path, message }) => `${path}: ${message}`).join('; ') ?? ''
      notifications.show({
        color: 'danger',
        title: 'Nothing was saved',
        message: isOffline(problem)
          ? 'The server cannot be reached right now.'
          : `${problem.sentence} ${fields}`.trim(),
      })
    }
    setBusy(false)
  }
  return {
    draft,
    dirty,
    busy,
    problems,
    outdated: moved && dirty,
    setSettings: (change) => setDraft({ ...draft, settings: { ...draft.settings, ...change } }),
    setFacts: (change) => setDraft({ ...draft, facts: { ...draft.facts, ...change } }),
    save,
    discard,
  }
}
