import { Button, CloseButton, TextInput } from '@mantine/core'
import { useState } from 'react'
import { MOST_HOLIDAYS } from '../../../shared/corrections/correctionLimits'
import { useDayFormat } from '../participants/clinicHooks'
import classes from './Settings.module.css'

export interface HolidayListProps {
  /** YYYY-MM-DD, in order. */
  readonly holidays: readonly string[]
  /** Whether the law that was chosen looks at them at all. */
  readonly counts: boolean
  readonly error: string | undefined
  readonly onChange: (holidays: string[]) => void
}

const DAY = /^\d{4}-\d\d-\d\d$/

/** The days on which the clinic is closed beside weekends, by years. */
export function HolidayList({ holidays, counts, error, onChange }: HolidayListProps) {
  const [day, setDay] = useState('')
  const known = holidays.includes(day)
  const add = () => {
    if (!DAY.test(day) || known || holidays.length >= MOST_HOLIDAYS) return
    onChange([...holidays, day].sort())
    setDay('')
  }
  return (
    <div className={classes.group}>
      <h2 className={classes.title}>Holidays</h2>
      <p className={classes.soft}>
        {counts
          ? 'They do not count as business days. Enter each year’s days, also of next year: terms reach into it.'
          : 'They matter only where business days are counted; you can keep them here.'}
      </p>
      <div className={classes.test}>
        <TextInput
          type="date"
          label="Holiday"
          value={day}
          error={error ?? (known ? 'is in the list' : null)}
          onChange={({ currentTarget }) => setDay(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
        />
        <Button variant="default" disabled={!DAY.test(day) || known} onClick={add}>
          Add
        </Button>
      </div>
      {yearsOf(holidays).map(([year, days]) => (
        <Year
          key={year}
          year={year}
          days={days}
          onRemove={(gone) => onChange(holidays.filter((one) => one !== gone))}
        />
      ))}
    </div>
  )
}

interface YearProps {
  readonly year: string
  readonly days: readonly string[]
  readonly onRemove: (day: string) => void
}

function Year({ year, days, onRemove }: YearProps) {
  const dayOf = useDayFormat()
  return (
    <div>
      <h3 className={classes.label}>{year}</h3>
      <ul className={classes.days} aria-label={`Holidays in ${year}`}>
        {days.map((day) => (
          <li key={day} className={classes.day}>
            {dayOf(day)}
            <CloseButton size="sm" aria-label={`Remove ${dayOf(day)}`} onClick={() => onRemove(day)} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function yearsOf(holidays: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  const years = new Map<string, string[]>()
  for (const day of holidays) years.set(day.slice(0, 4), [...(years.get(day.slice(0, 4)) ?? []), day])
  return [...years]
}
