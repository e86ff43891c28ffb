import { Button, Radio } from '@mantine/core'
import { IconEye, IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import type { AccessEvent } from '../../../shared/accessLog/accessLogSchemas'
import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import { EmptyState } from '../../ui/EmptyState'
import { PrintedOn } from '../record/PrintedOn'
import { CallClinic } from '../shell/CallClinic'
import { leadsElsewhere } from '../shell/gates'
import { LoadFailure } from '../shell/LoadFailure'
import { ProblemNotice } from '../shell/ProblemNotice'
import { StepHeading } from '../shell/StepHeading'
import { Waiting } from '../shell/Waiting'
import { useText } from '../text/portalText'
import { AccessList } from './AccessList'
import classes from './accessLog.module.css'
import { useAccessLog } from './useAccessLog'

const FILTERS = ['all', 'clinic', 'you'] as const
type Filter = (typeof FILTERS)[number]

function passes(filter: Filter, { who }: AccessEvent): boolean {
  return filter === 'all' || (filter === 'you') === (who === 'you')
}

/** `/portal/access` (product.md: an access log that the participant can read): who opened or changed my record, when and from where. */
export function AccessLogPage({ me }: { readonly me: PortalMe }) {
  const { accessLog: text } = useText()
  const { log, events, next, older } = useAccessLog()
  const [filter, setFilter] = useState<Filter>('all')
  const { loaded, reload } = log
  if (loaded.state === 'failed' && !leadsElsewhere(loaded.problem.code))
    return <LoadFailure problem={loaded.problem} onRetry={reload} />
  const shown = events.filter((event) => passes(filter, event))
  return (
    <div className={classes.page}>
      <StepHeading pageTitle={text.pageTitle} intro={text.intro}>
        {text.title}
      </StepHeading>
      <p className={`v-print-only ${classes.quiet}`}>{me.displayName}</p>
      <PrintedOn />
      {loaded.state === 'ready' && events.length > 0 ? (
        <div className={`v-screen-only ${classes.tools}`}>
          <Filters filter={filter} onFilter={setFilter} />
          <Button variant="default" leftSection={<IconPrinter size={20} aria-hidden />} onClick={() => print()}>
            {text.print}
          </Button>
        </div>
      ) : null}
      {loaded.state !== 'ready' ? (
        <Waiting lines={8} />
      ) : events.length === 0 && next === null ? (
        <EmptyState icon={IconEye} title={text.empty} sentence={text.emptyHint} />
      ) : shown.length === 0 ? (
        <p>{text.emptyPage}</p>
      ) : (
        <AccessList events={shown} />
      )}
      <ProblemNotice problem={older.problem} />
      {next === null ? (
        shown.length > 0 ? (
          <p className={classes.quiet}>{text.end}</p>
        ) : null
      ) : (
        <Button className={classes.older ?? ''} variant="default" loading={older.busy} onClick={older.load}>
          {text.older}
        </Button>
      )}
      <CallClinic sentence={text.questions} />
    </div>
  )
}

function Filters({ filter, onFilter }: { readonly filter: Filter; readonly onFilter: (filter: Filter) => void }) {
  const { accessLog: text } = useText()
  return (
    <Radio.Group
      label={text.filter}
      value={filter}
      onChange={(value) => onFilter(FILTERS.find((known) => known === value) ?? 'all')}
    >
      <div className={classes.filters}>
        {FILTERS.map((known) => (
          <Radio key={known} value={known} label={text.filters[known]} />
        ))}
      </div>
    </Radio.Group>
  )
}
