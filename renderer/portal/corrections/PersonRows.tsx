import { Button, CloseButton, TextInput } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useId, useRef } from 'react'
import { MOST_PERSONS, PERSON_CONTACT_LENGTH, PERSON_NAME_LENGTH } from '../../../shared/corrections/correctionLimits'
import { useText } from '../text/portalText'
import type { PersonRow } from './askDraft'
import classes from './corrections.module.css'
import { useFresh } from './useFresh'

export interface PersonRowsProps {
  readonly persons: readonly PersonRow[]
  readonly faults: Readonly<Record<string, string>>
  readonly onChange: (persons: readonly PersonRow[]) => void
}

/** 45 CFR 164.526(c)(3): whom the clinic is asked to tell. */
export function PersonRows({ persons, faults, onChange }: PersonRowsProps) {
  const { corrections: own } = useText()
  const title = useId()
  const add = useRef<HTMLButtonElement>(null)
  const fresh = useFresh()
  const set = (id: string, change: Partial<PersonRow>) =>
    onChange(persons.map((one) => (one.id === id ? { ...one, ...change } : one)))
  return (
    <fieldset className={classes.persons} aria-labelledby={title}>
      <span id={title} className={classes.label}>
        {own.personsTitle}
      </span>
      <p className={classes.quiet}>{own.personsHint}</p>
      {persons.map(({ id, name, contact }, at) => (
        <div key={id} className={classes.person}>
          <TextInput
            label={own.personName}
            value={name}
            maxLength={PERSON_NAME_LENGTH}
            dir="auto"
            autoComplete="off"
            ref={(field) => fresh.take(id, field)}
            error={faults[id]}
            onChange={({ currentTarget }) => set(id, { name: currentTarget.value })}
          />
          <TextInput
            label={own.personContact}
            value={contact}
            maxLength={PERSON_CONTACT_LENGTH}
            dir="auto"
            autoComplete="off"
            onChange={({ currentTarget }) => set(id, { contact: currentTarget.value })}
          />
          <CloseButton
            size="lg"
            aria-label={own.takeOutPerson({ count: at + 1 })}
            onClick={() => {
              onChange(persons.filter((one) => one.id !== id))
              add.current?.focus()
            }}
          />
        </div>
      ))}
      {persons.length < MOST_PERSONS ? (
        <Button
          ref={add}
          className={classes.add ?? ''}
          variant="default"
          leftSection={<IconUserPlus size={18} stroke={1.6} aria-hidden />}
          onClick={() => onChange([...persons, { id: fresh.make(), name: '', contact: '' }])}
        >
          {own.addPerson}
        </Button>
      ) : null}
    </fieldset>
  )
}
