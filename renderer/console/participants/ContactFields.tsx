import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconStar, IconStarFilled, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Contact } from '../../../shared/participants/participantSchemas'
import { fieldLabel } from './fieldWords'
import classes from './Record.module.css'
import { controlId, type RecordFormProps } from './recordFormProps'

interface Removed {
  readonly path: string
  readonly contact: Contact
  readonly starred: boolean
}

const MOST = 20
const WORDS = {
  email: { many: 'Emails', one: 'email', add: 'Add an email', hint: 'name@example.org', labelHint: 'Home, work' },
  phone: { many: 'Phones', one: 'phone', add: 'Add a phone', hint: '+1 416 555 0100', labelHint: 'Mobile, home' },
} as const

/** All emails, or all phones. Exactly one carries the star (S4.4, S4.5); what was removed can be brought back until saving. */
export function ContactFields(props: RecordFormProps & { readonly kind: 'email' | 'phone' }) {
  const { kind, state, onType } = props
  const [removed, setRemoved] = useState<readonly Removed[]>([])
  const words = WORDS[kind]
  const starPath = kind === 'email' ? 'defaultEmail' : 'defaultPhone'
  const star = state.draft[starPath]
  const list = kind === 'email' ? state.draft.emails : state.draft.phones
  const remove = (id: string, contact: Contact) => {
    const path = `${kind}:${id}`
    onType(path, null)
    if (contact.value) setRemoved([...removed, { path, contact, starred: id === star }])
  }
  const undo = (entry: Removed) => {
    setRemoved(removed.filter((other) => other !== entry))
    onType(entry.path, entry.contact)
    if (entry.starred) onType(starPath, entry.path.slice(kind.length + 1))
  }
  const add = () => {
    const path = `${kind}:${crypto.randomUUID()}`
    onType(path, { value: '', label: '' })
    requestAnimationFrame(() => document.getElementById(controlId(path))?.focus())
  }
  return (
    <fieldset className={classes.contacts}>
      <legend>{words.many}</legend>
      {Object.entries(list).map(([id, contact]) => (
        <ContactRow
          key={id}
          {...props}
          id={id}
          contact={contact}
          starred={id === star}
          onStar={() => onType(starPath, id)}
          onRemove={() => remove(id, contact)}
        />
      ))}
      {removed.map((entry) => (
        <p key={entry.path} className={classes.removed} role="status">
          <span>
            Removed <bdi>{entry.contact.value}</bdi>
          </span>
          <Button variant="subtle" size="xs" onClick={() => undo(entry)}>
            Undo
          </Button>
        </p>
      ))}
      {Object.keys(list).length < MOST ? (
        <Button
          variant="subtle"
          size="xs"
          className={classes.add}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={add}
        >
          {words.add}
        </Button>
      ) : null}
      {props.noteFor(starPath)}
    </fieldset>
  )
}

interface ContactRowProps extends RecordFormProps {
  readonly kind: 'email' | 'phone'
  readonly id: string
  readonly contact: Contact
  readonly starred: boolean
  readonly onStar: () => void
  readonly onRemove: () => void
}

function ContactRow({
  kind,
  id,
  contact,
  starred,
  state,
  onType,
  onLeave,
  noteFor,
  onStar,
  onRemove,
}: ContactRowProps) {
  const path = `${kind}:${id}`
  const words = WORDS[kind]
  const named = contact.value || `new ${words.one}`
  return (
    <div>
      <div className={classes.contactRow}>
        <Tooltip label={starred ? `Default ${words.one}` : `Make this the default ${words.one}`}>
          <ActionIcon
            className={starred ? classes.starOn : classes.starOff}
            aria-pressed={starred}
            aria-label={`Default ${words.one}: ${named}`}
            onClick={onStar}
          >
            {starred ? <IconStarFilled size={18} aria-hidden /> : <IconStar size={18} aria-hidden />}
          </ActionIcon>
        </Tooltip>
        <TextInput
          id={controlId(path)}
          className={classes.contactValue}
          aria-label={fieldLabel(path)}
          type={kind === 'email' ? 'email' : 'tel'}
          placeholder={words.hint}
          value={contact.value}
          error={state.problems[path]}
          onChange={(event) => onType(path, { ...contact, value: event.currentTarget.value })}
          onBlur={() => onLeave(path)}
          autoComplete="off"
          spellCheck={false}
          dir="ltr"
        />
        <TextInput
          className={classes.contactLabel}
          aria-label={`Label of ${named}`}
          placeholder={words.labelHint}
          value={contact.label}
          onChange={(event) => onType(path, { ...contact, label: event.currentTarget.value })}
          onBlur={() => onLeave(path)}
          autoComplete="off"
          maxLength={40}
        />
        <Tooltip label={`Remove this ${words.one}`}>
          <ActionIcon aria-label={`Remove ${named}`} onClick={onRemove}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      {noteFor(path)}
    </div>
  )
}
