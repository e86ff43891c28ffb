import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { ChangeEvent } from 'react'
import { LANGUAGES } from '../../../shared/clinic/clinicSchemas'
import { valueAt } from '../../../shared/participants/participantRules'
import type { FieldName } from '../../../shared/participants/participantSchemas'
import { languageNames } from '../../ui/language'
import { ContactFields } from './ContactFields'
import { useProgramChoice } from './clinicHooks'
import { FIELD_LABELS } from './fieldWords'
import classes from './Record.module.css'
import { Section } from './RecordView'
import { controlId, type RecordFormProps } from './recordFormProps'

type Typing = ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>

/** The same four sections as the record itself, to be filled in. Checked field by field as each is left. */
export function RecordForm({ state, onType, onLeave, noteFor }: RecordFormProps) {
  const { base, draft, problems } = state
  const { programs, isNarrowed } = useProgramChoice(base.programId)
  const bind = (path: FieldName) => {
    const value = valueAt(draft, path)
    return {
      id: controlId(path),
      label: FIELD_LABELS[path],
      value: typeof value === 'string' ? value : '',
      error: problems[path],
      onChange: (event: Typing) =>
        onType(path, path === 'birthDate' && event.currentTarget.value === '' ? null : event.currentTarget.value),
      onBlur: () => onLeave(path),
      autoComplete: 'off',
      spellCheck: false,
    }
  }
  const text = (path: FieldName, more: { readonly required?: boolean; readonly description?: string } = {}) => (
    <div>
      <TextInput {...bind(path)} {...more} dir="auto" withAsterisk={more.required ?? false} required={false} />
      {noteFor(path)}
    </div>
  )
  const choice = (
    path: 'language' | 'programId',
    options: { value: string; label: string }[],
    more: { readonly description?: string } = {},
  ) => (
    <div>
      <NativeSelect {...bind(path)} {...more} data={options} withAsterisk />
      {noteFor(path)}
    </div>
  )
  return (
    <div className={classes.sections}>
      <Section title="Names">
        {text('givenName', { required: true })}
        {text('familyName', { required: true })}
        {text('preferredName', { description: 'What they like to be called, if it is another name' })}
        {text('pronouns')}
        <div>
          <TextInput {...bind('birthDate')} type="date" min="1900-01-01" className={classes.short} />
          {noteFor('birthDate')}
        </div>
      </Section>
      <Section title="Contact">
        <ContactFields kind="email" state={state} onType={onType} onLeave={onLeave} noteFor={noteFor} />
        <ContactFields kind="phone" state={state} onType={onType} onLeave={onLeave} noteFor={noteFor} />
        {choice(
          'language',
          LANGUAGES.map((language) => ({ value: language, label: languageNames[language] })),
        )}
      </Section>
      <Section title="Address">
        <div>
          <Textarea {...bind('address')} rows={4} description="As it is written on an envelope" dir="auto" />
          {noteFor('address')}
        </div>
      </Section>
      <Section title="Clinic">
        {text('fileNumber', { required: true })}
        {choice(
          'programId',
          [
            ...(draft.programId ? [] : [{ value: '', label: 'Choose' }]),
            ...programs.map(({ id, name }) => ({ value: id, label: name })),
          ],
          isNarrowed ? { description: 'Only your own programs. An administrator can choose another.' } : {},
        )}
      </Section>
    </div>
  )
}
