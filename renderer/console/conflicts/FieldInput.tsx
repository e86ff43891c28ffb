import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { ChangeEvent } from 'react'
import { LANGUAGES } from '../../../shared/clinic/clinicSchemas'
import type { FieldValue, Participant } from '../../../shared/participants/participantSchemas'
import { languageNames } from '../../ui/language'
import { useProgramChoice } from '../participants/clinicHooks'
import { contactKind, fieldLabel } from '../participants/fieldWords'

export interface FieldInputProps {
  readonly path: string
  readonly value: FieldValue
  readonly participant: Participant
  readonly problem: string | null
  readonly onChange: (value: FieldValue) => void
}

/** The control that this field has in the record's form. */
export function FieldInput(props: FieldInputProps) {
  const { path, value, problem, onChange } = props
  const options = useOptions(props)
  if (value !== null && typeof value !== 'string') return <ContactInput {...props} contact={value} />
  const bind = {
    label: fieldLabel(path),
    value: value ?? '',
    error: problem,
    autoComplete: 'off',
    'data-autofocus': true,
    onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) =>
      onChange(currentTarget.value === '' && isNullable(path) ? null : currentTarget.value),
  }
  if (options !== null) return <NativeSelect {...bind} data={options} />
  if (path === 'address') return <Textarea {...bind} rows={4} dir="auto" />
  if (path === 'birthDate') return <TextInput {...bind} type="date" min="1900-01-01" />
  return <TextInput {...bind} dir="auto" spellCheck={false} />
}

function isNullable(path: string): boolean {
  return path === 'birthDate' || path === 'defaultEmail' || path === 'defaultPhone'
}

type Options = readonly { readonly value: string; readonly label: string }[]

/** Null for a field that is typed. A default names a contact of the record; without one there is none to choose. */
function useOptions({ path, participant }: FieldInputProps): { value: string; label: string }[] | null {
  const { programs } = useProgramChoice(participant.programId)
  const contacts = (list: Participant['emails']): Options =>
    Object.entries(list).map(([id, contact]) => ({ value: id, label: contact.value }))
  if (path === 'language') return LANGUAGES.map((language) => ({ value: language, label: languageNames[language] }))
  if (path === 'programId') return programs.map(({ id, name }) => ({ value: id, label: name }))
  if (path === 'defaultEmail') return [...contacts(participant.emails)]
  if (path === 'defaultPhone') return [...contacts(participant.phones)]
  return null
}

function ContactInput({
  path,
  problem,
  onChange,
  contact,
}: FieldInputProps & { readonly contact: { readonly value: string; readonly label: string } }) {
  return (
    <>
      <TextInput
        label={fieldLabel(path)}
        type={contactKind(path) === 'email' ? 'email' : 'tel'}
        value={contact.value}
        error={problem}
        autoComplete="off"
        data-autofocus
        onChange={({ currentTarget }) => onChange({ ...contact, value: currentTarget.value })}
      />
      <TextInput
        label="Label"
        description="For example work or home"
        value={contact.label}
        autoComplete="off"
        onChange={({ currentTarget }) => onChange({ ...contact, label: currentTarget.value })}
      />
    </>
  )
}
