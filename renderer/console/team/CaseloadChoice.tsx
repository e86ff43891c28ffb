import { MultiSelect } from '@mantine/core'
import { useMemo, useState } from 'react'
import { fullName } from '../../../shared/participants/participantRules'
import type { Caseload } from '../../../shared/team/teamSchemas'
import { usePrograms } from '../participants/clinicHooks'
import { useDirectory } from '../shell/SessionContext'
import classes from './Team.module.css'

const MOST_OFFERED = 30

export interface CaseloadChoiceProps {
  readonly value: Caseload
  readonly onChange: (caseload: Caseload) => void
}

/** Whole programs, single people, or both. The people found are those whose name or file number matches what is typed. */
export function CaseloadChoice({ value, onChange }: CaseloadChoiceProps) {
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
      <legend>Whom they see</legend>
      <MultiSelect
        label="Programs"
        description="Everybody who is in these programs now. Managers and the front desk also see whoever comes later, and add people only to these."
        data={programs.map(({ id, name }) => ({ value: id, label: name }))}
        value={[...value.programIds]}
        onChange={(programIds) => onChange({ ...value, programIds })}
        clearable
      />
      <MultiSelect
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
