import { Anchor, Paper } from '@mantine/core'
import { IconStar, IconStarFilled } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Contact, FieldName, ParticipantFields } from '../../../shared/participants/participantSchemas'
import { languageNames } from '../../ui/language'
import { PersonName } from '../../ui/PersonName'
import { useDayFormat, usePrograms } from './clinicHooks'
import { FIELD_LABELS } from './fieldWords'
import { PendingMark } from './PendingMark'
import type { ParticipantView } from './participantDirectory'
import classes from './Record.module.css'

/** The record to be read: four sections, every value with its mark while the server does not have it. */
export function RecordView({ view }: { readonly view: ParticipantView }) {
  const { participant, pendingPaths, isDraft } = view
  const programs = usePrograms()
  const dayOf = useDayFormat()
  const isPending = (path: string) => isDraft || pendingPaths.has(path)
  const line = (path: FieldName, value: ReactNode) => (
    <Line label={FIELD_LABELS[path]} value={value} pending={isPending(path)} />
  )
  const name = (path: 'givenName' | 'familyName' | 'preferredName') =>
    line(path, participant[path] ? <PersonName name={participant[path]} /> : null)
  return (
    <div className={classes.sections}>
      <Section title="Names">
        {name('givenName')}
        {name('familyName')}
        {name('preferredName')}
        {line('pronouns', participant.pronouns)}
        {line('birthDate', dayOf(participant.birthDate))}
      </Section>
      <Section title="Contact">
        <Contacts label="Emails" kind="email" fields={participant} isPending={isPending} />
        <Contacts label="Phones" kind="phone" fields={participant} isPending={isPending} />
        {line('language', languageNames[participant.language])}
      </Section>
      <Section title="Address">
        {line('address', participant.address ? <span className={classes.lines}>{participant.address}</span> : null)}
      </Section>
      <Section title="Clinic">
        {line('fileNumber', participant.fileNumber)}
        {line('programId', programs.find(({ id }) => id === participant.programId)?.name)}
      </Section>
    </div>
  )
}

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper component="section" className={classes.section} aria-label={title}>
      <h2 className={classes.sectionTitle}>{title}</h2>
      <div className={classes.lineGrid}>{children}</div>
    </Paper>
  )
}

interface LineProps {
  readonly label: string
  readonly value: ReactNode
  readonly pending: boolean
}

function Line({ label, value, pending }: LineProps) {
  return (
    <dl className={classes.line}>
      <dt>{label}</dt>
      <dd>
        {value ? value : <span className={classes.none}>Not given</span>}
        {pending ? <PendingMark /> : null}
      </dd>
    </dl>
  )
}

interface ContactsProps {
  readonly label: string
  readonly kind: 'email' | 'phone'
  readonly fields: ParticipantFields
  readonly isPending: (path: string) => boolean
}

/** S4.5: the default carries the blue star. It stands first. */
function Contacts({ label, kind, fields, isPending }: ContactsProps) {
  const star = kind === 'email' ? fields.defaultEmail : fields.defaultPhone
  const list = Object.entries(kind === 'email' ? fields.emails : fields.phones)
  const sorted = list.sort(([a], [b]) => Number(b === star) - Number(a === star) || a.localeCompare(b))
  const starPath = kind === 'email' ? 'defaultEmail' : 'defaultPhone'
  return (
    <dl className={classes.line}>
      <dt>{label}</dt>
      {sorted.length === 0 ? (
        <dd>
          <span className={classes.none}>Not given</span>
        </dd>
      ) : null}
      {sorted.map(([id, contact]) => (
        <dd key={id} className={classes.contact}>
          <Star starred={id === star} />
          <span className={classes.contactWords}>
            <ContactLink kind={kind} contact={contact} />
            {contact.label ? <span className={classes.soft}> {contact.label}</span> : null}
          </span>
          {isPending(`${kind}:${id}`) || (id === star && isPending(starPath)) ? <PendingMark /> : null}
        </dd>
      ))}
    </dl>
  )
}

function Star({ starred }: { readonly starred: boolean }) {
  if (!starred) return <IconStar size={16} className={classes.starOff} aria-hidden />
  return (
    <span className={classes.starOn} role="img" aria-label="Default" title="Default">
      <IconStarFilled size={16} aria-hidden />
    </span>
  )
}

function ContactLink({ kind, contact }: { readonly kind: 'email' | 'phone'; readonly contact: Contact }) {
  if (kind === 'phone') return <bdi dir="ltr">{contact.value}</bdi>
  return <Anchor href={`mailto:${contact.value}`}>{contact.value}</Anchor>
}
