import { Button, CloseButton, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { IconFlag } from '@tabler/icons-react'
import { useRef } from 'react'
import { MOST_CHANGES } from '../../../shared/corrections/correctionLimits'
import { useText } from '../text/portalText'
import { type FieldRow, openChoices } from './askDraft'
import { type Choice, isRemovable, type MarkedField } from './correctionChoices'
import classes from './corrections.module.css'
import { OldValue } from './OldValue'
import { useFresh } from './useFresh'

export interface FieldRowsProps {
  readonly rows: readonly FieldRow[]
  readonly choices: readonly Choice[]
  readonly faults: Readonly<Record<string, string>>
  readonly onChange: (rows: readonly FieldRow[]) => void
}

/** The marked fields, each with what the clinic has and what it should say. None is fine too: then the words below say what is wrong. */
export function FieldRows({ rows, choices, faults, onChange }: FieldRowsProps) {
  const { corrections: own } = useText()
  const add = useRef<HTMLButtonElement>(null)
  const fresh = useFresh()
  const [next] = openChoices(rows, choices)
  const rowOf = (choice: Choice): FieldRow => ({
    id: fresh.make(),
    key: choice.key,
    proposed: choice.seen ?? '',
  })
  return (
    <>
      {rows.map((row, at) => (
        <Row
          key={row.id}
          row={row}
          place={at + 1}
          select={(field) => fresh.take(row.id, field)}
          choices={openChoices(rows, choices, row)}
          fault={faults[row.id]}
          onChange={(changed) => onChange(rows.map((one) => (one.id === row.id ? changed : one)))}
          onRemove={() => {
            onChange(rows.filter((one) => one.id !== row.id))
            add.current?.focus()
          }}
        />
      ))}
      {next && rows.length < MOST_CHANGES ? (
        <Button
          ref={add}
          className={classes.add ?? ''}
          variant="default"
          leftSection={<IconFlag size={18} stroke={1.6} aria-hidden />}
          onClick={() => onChange([...rows, rowOf(next)])}
        >
          {rows.length === 0 ? own.addDetail : own.addAnother}
        </Button>
      ) : null}
    </>
  )
}

interface RowProps {
  readonly row: FieldRow
  readonly place: number
  readonly select: (field: HTMLSelectElement | null) => void
  readonly choices: readonly Choice[]
  readonly fault: string | undefined
  readonly onChange: (row: FieldRow) => void
  readonly onRemove: () => void
}

function Row({ row, place, select, choices, fault, onChange, onRemove }: RowProps) {
  const { corrections: own } = useText()
  const chosen = choices.find(({ key }) => key === row.key)
  if (!chosen) return null
  return (
    <fieldset className={classes.row} aria-label={own.details({ count: place })}>
      <div className={classes.rowHead}>
        <NativeSelect
          ref={select}
          label={own.field}
          value={row.key}
          data={choices.map(({ key, label }) => ({ value: key, label }))}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...row, key: value, proposed: choices.find(({ key }) => key === value)?.seen ?? '' })
          }
        />
        <CloseButton size="lg" aria-label={own.takeOut({ name: chosen.label })} onClick={onRemove} />
      </div>
      {chosen.seen === null ? null : <OldValue marked={chosen} />}
      <Proposed
        marked={chosen}
        value={row.proposed}
        error={fault}
        onChange={(proposed) => onChange({ ...row, proposed })}
      />
    </fieldset>
  )
}

interface ProposedProps {
  readonly marked: MarkedField
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

function Proposed({ marked, value, error, onChange }: ProposedProps) {
  const { corrections: own } = useText()
  const common = {
    label: own.proposed,
    description: isRemovable(marked) ? own.removable : null,
    value,
    error,
    autoComplete: 'off',
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      onChange(currentTarget.value),
  }
  if (marked.field === 'address') return <Textarea {...common} rows={3} dir="auto" />
  if (marked.field === 'birthDate') return <TextInput {...common} type="date" />
  return <TextInput {...common} dir="auto" />
}
