import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import type { UndonePaper } from '../../../shared/backup/undoneRules'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { emptyParticipant } from '../../../shared/participants/participantRules'
import { formatDate, formatDay } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { StatusBadge } from '../../ui/StatusBadge'
import { askWords, GROUND_WORDS, STATE_WORDS } from '../corrections/correctionWords'
import { useDateFormat, useDayFormat, usePrograms } from '../participants/clinicHooks'
import { fieldLabel, valueWords } from '../participants/fieldWords'
import { useSession, useStore } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import classes from './Undone.module.css'
import type { UndoneView } from './undoneViews'

/** What nobody can send in somebody else's name: it stands here to be read, and a person makes it good. */
export function Papers({ view: { held, open } }: { readonly view: UndoneView }) {
  const papers = held.papers.filter(({ doc }) => open.papers.includes(doc.id))
  return papers.map((paper) => (
    <section key={paper.doc.id} className={classes.part}>
      {paper.kind === 'message' ? <Message doc={paper.doc} /> : <Request doc={paper.doc} />}
    </section>
  ))
}

function Message({ doc }: { readonly doc: Extract<UndonePaper, { kind: 'message' }>['doc'] }) {
  const format = useDateFormat()
  const say = useSay()
  return (
    <>
      <StatusBadge tone="warn" label="A message is gone" />
      <p className={classes.note}>
        <PersonName name={doc.authorName} />,{' '}
        <time dateTime={doc.sentAt}>{formatDate(doc.sentAt, 'dateTime', format)}</time>
      </p>
      <blockquote className={classes.quote}>
        <bdi>{doc.body}</bdi>
      </blockquote>
      <p className={classes.note}>
        {say(
          doc.author === 'participant'
            ? 'The participant does not see it any more either. Answer it, or ask them to send it again.'
            : 'The participant may have read it, and does not find it any more. Send it again if it still matters.',
        )}
      </p>
    </>
  )
}

function Request({ doc }: { readonly doc: CorrectionDoc }) {
  const { replica } = useSession()
  const format = useDateFormat()
  const say = useSay()
  const isHere = useStore(replica.stores.corrections).get(doc.id) !== undefined
  return (
    <>
      <StatusBadge tone="danger" label={isHere ? 'A decision is undone' : 'A correction request is gone'} />
      <p className={classes.words}>
        {askWords(doc)}, received{' '}
        <time dateTime={doc.receivedAt}>{formatDate(doc.receivedAt, 'dateTime', format)}</time>, due{' '}
        <time dateTime={doc.dueOn}>{formatDay(doc.dueOn, format.locale)}</time>
      </p>
      <Asked doc={doc} />
      {doc.decidedAt === null ? null : <Decided doc={doc} at={doc.decidedAt} />}
      <p className={classes.note}>
        {say(
          isHere
            ? 'The participant may have been told of the decision. The request is open again: decide it anew.'
            : 'The clinic had received it, so its answer is owed. Ask the participant to send it again, and tell them why.',
        )}
      </p>
      {isHere ? (
        <Anchor component={Link} href={`/corrections/${doc.id}`}>
          Open the request
        </Anchor>
      ) : null}
    </>
  )
}

function Asked({ doc: { changes, description } }: { readonly doc: CorrectionDoc }) {
  const programs = usePrograms()
  const dayOf = useDayFormat()
  const fields = emptyParticipant('')
  const words = (path: string, value: CorrectionDoc['changes'][number]['old']) =>
    valueWords(path, value, { fields, programs, dayOf })
  return (
    <>
      {changes.length === 0 ? null : (
        <ul className={classes.asked}>
          {changes.map(({ path, old, proposed }) => (
            <li key={path}>
              {fieldLabel(path)}: <bdi>{words(path, old)}</bdi> →{' '}
              <bdi className={classes.proposed}>{words(path, proposed)}</bdi>
            </li>
          ))}
        </ul>
      )}
      {description === '' ? null : (
        <blockquote className={classes.quote}>
          <bdi>{description}</bdi>
        </blockquote>
      )}
    </>
  )
}

function Decided({ doc, at }: { readonly doc: CorrectionDoc; readonly at: string }) {
  const format = useDateFormat()
  const outcome = doc.changes.some(({ verdict }) => verdict !== null)
    ? doc.changes.map(({ path, verdict }) => `${fieldLabel(path)}: ${verdict ?? ''}`).join(', ')
    : STATE_WORDS[doc.state].label
  return (
    <p className={classes.words}>
      Decided <time dateTime={at}>{formatDate(at, 'dateTime', format)}</time>
      {doc.decidedByName === null ? null : (
        <>
          {' '}
          by <PersonName name={doc.decidedByName} />
        </>
      )}
      : {outcome}.{doc.ground === null ? '' : ` ${GROUND_WORDS[doc.ground]}.`} <bdi>{doc.answer ?? ''}</bdi>
    </p>
  )
}
