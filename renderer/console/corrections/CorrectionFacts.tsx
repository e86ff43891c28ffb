import { Anchor, Paper } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { isOpen } from '../../../shared/corrections/correctionLimits'
import type { CorrectionDoc } from '../../../shared/corrections/correctionSchemas'
import { displayName } from '../../../shared/participants/participantRules'
import type { Participant } from '../../../shared/participants/participantSchemas'
import { formatDate } from '../../ui/formatDate'
import { languageNames } from '../../ui/language'
import { PersonName } from '../../ui/PersonName'
import { useDateFormat, useDayFormat, usePrograms } from '../participants/clinicHooks'
import { useSay } from '../shell/terms'
import classes from './Corrections.module.css'
import { handsOf } from './correctionInbox'
import { PROFILE_WORDS } from './dueWords'

export interface CorrectionFactsProps {
  readonly correction: CorrectionDoc
  readonly participant: Participant | null
}

export function CorrectionFacts({ correction, participant }: CorrectionFactsProps) {
  const say = useSay()
  const format = useDateFormat()
  const dayOf = useDayFormat()
  const programs = usePrograms()
  const { authorName, receivedAt, dueOn, extendedAt, profile, language, state } = correction
  const hands = handsOf(correction)
  return (
    <Paper component="section" className={classes.part ?? ''} aria-label="Facts">
      <dl className={classes.facts}>
        {participant === null ? null : (
          <Fact name={say('Participant')}>
            <Anchor component={Link} href={`/participants/${participant.id}/portal`}>
              <PersonName name={displayName(participant)} />
            </Anchor>
            <span className={classes.note}>
              File {participant.fileNumber}, {programs.find(({ id }) => id === participant.programId)?.name}
            </span>
          </Fact>
        )}
        <Fact name="Asked by">
          <PersonName name={authorName} />
          <span className={classes.note}>in {languageNames[language]}</span>
        </Fact>
        <Fact name="Received">{formatDate(receivedAt, 'dateTime', format)}</Fact>
        <Fact name={isOpen(state) ? 'To be decided by' : 'Was due by'}>
          {dayOf(dueOn)}
          <span className={classes.note}>
            {extendedAt === null ? PROFILE_WORDS[profile] : `${PROFILE_WORDS[profile]}; the time was extended`}
          </span>
        </Fact>
        {state === 'withdrawn' ? null : (
          <Fact name={isOpen(state) ? 'With' : 'Decided by'}>
            {hands === null ? 'Nobody yet' : <PersonName name={hands.name} />}
          </Fact>
        )}
      </dl>
    </Paper>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
