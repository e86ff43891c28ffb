import { MultiSelect } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Role } from '../../../shared/access/roles'
import { fullName } from '../../../shared/participants/participantRules'
import type { Caseload } from '../../../shared/team/teamSchemas'
import { usePrograms } from '../participants/clinicHooks'
import { useDirectory } from '../shell/SessionContext'
import classes from './Team.module.css'

const MOST_OFFERED = 30

export interface CaseloadChoiceProps {
  readonly role: Role
  readonly value: Caseload
  /** The title above says it already. */
  readonly hideLegend?: boolean
  readonly onChange: (caseload: Caseload) => void
}

/** Whole programs, single people, or both. The people found are those whose name or file number matches what is typed. */
export function CaseloadChoice({ role, value, hideLegend = false, onChange }: CaseloadChoiceProps) {
  const programs = usePrograms()
  const { directory, version } = useDirectory()
  const [words, setWords] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the contents of the directory.
  const people = useMemo(() => {
    const found = words.trim() === '' ? [] : directory.search(words).slice(0, MOST_OFFERED)
    return [...new Set([...value.participantIds, ...found])].map((id) => {
      const participant = directory.get(id)?.participant
      return {
        value: id,
        label: participant ? `${fullName(participant)}, file ${participant.fileNumber}` : 'Not on this console',
      }
    })
  }, [directory, version, words, value.participantIds])
  return (
    <fieldset className={classes.caseload}>
      <legend className={hideLegend ? 'v-hidden' : undefined}>Whom they see</legend>
      <MultiSelect
        label="Programs"
        description={programHint(role, value.programIds.length > 0)}
        data={programs.map(({ id, name }) => ({ value: id, label: name }))}
        value={[...value.programIds]}
        onChange={(programIds) => onChange({ ...value, programIds })}
        clearable
      />
      <MultiSelect
        classNames={{ pill: classes.person ?? '' }}
        label="People"
        description="Type a name or file number. At most 500."
        data={people}
        searchable
        searchValue={words}
        onSearchChange={setWords}
        filter={({ options }) => options}
        nothingFoundMessage={words.trim() === '' ? 'Type to search' : 'Nobody found'}
        value={[...value.participantIds]}
        maxValues={500}
        onChange={(participantIds) => onChange({ ...value, participantIds })}
        clearable
      />
    </fieldset>
  )
}

/** Whoever enters a program later is theirs too only for the roles that have programs of their own (decision 0004). */
function programHint(role: Role, some: boolean): string {
  if (role === 'staff') return 'Everybody who is in these programs now. Whoever comes later is not theirs by itself.'
  const whole = 'Everybody in these programs, now and later. They add people only to these.'
  return some ? whole : `${whole} Without one they cannot add anybody.`
}
