import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { AUDIT_GROUP_NAMES, AUDIT_GROUPS } from '../../../shared/audit/auditGroups'
import { PersonName } from '../../ui/PersonName'
import classes from './Audit.module.css'
import { codeProblem, type FilterDraft, isNarrowed, NO_DRAFT } from './auditFilter'
import { shortId } from './auditWords'
import { useAuditChoices } from './useAuditLog'

export interface AuditFiltersProps {
  readonly draft: FilterDraft
  /** On one participant's own page the participant cannot be taken away. */
  readonly fixed: boolean
  readonly disabled: boolean
  readonly participantName: string | null
  readonly onChange: (draft: FilterDraft) => void
}

const GROUPS = AUDIT_GROUP_NAMES.map((value) => ({ value, label: AUDIT_GROUPS[value] }))
const OUTCOMES = [
  { value: 'ok', label: 'Done' },
  { value: 'refused', label: 'Refused' },
]

/** What to show. Everything narrows together; nothing is looked for before it is chosen or typed. */
export function AuditFilters({ draft, fixed, disabled, participantName, onChange }: AuditFiltersProps) {
  const { staff, devices } = useAuditChoices()
  const set = (change: Partial<FilterDraft>) => onChange({ ...draft, ...change })
  const narrowed = isNarrowed(fixed ? { ...draft, participantId: null } : draft)
  return (
    <section aria-label="Filters">
      <div className={classes.filters}>
        <TextInput
          type="date"
          label="From"
          disabled={disabled}
          value={draft.fromDay}
          max={draft.toDay || undefined}
          onChange={({ currentTarget }) => set({ fromDay: currentTarget.value })}
        />
        <TextInput
          type="date"
          label="To"
          disabled={disabled}
          value={draft.toDay}
          min={draft.fromDay || undefined}
          onChange={({ currentTarget }) => set({ toDay: currentTarget.value })}
        />
        <Select
          label="About"
          placeholder="Everything"
          clearable
          disabled={disabled}
          data={GROUPS}
          value={draft.group}
          onChange={(value) => set({ group: AUDIT_GROUP_NAMES.find((name) => name === value) ?? null })}
        />
        <Select
          label="Who"
          placeholder="Everybody"
          clearable
          searchable
          nothingFoundMessage="No colleague of that name"
          disabled={disabled}
          data={withChosen(draft.actorId, staff, 'Participant')}
          value={draft.actorId}
          onChange={(actorId) => set({ actorId })}
        />
        <Select
          label="Console"
          placeholder="Any"
          clearable
          searchable
          disabled={disabled}
          data={withChosen(draft.deviceId, devices, 'Console')}
          value={draft.deviceId}
          onChange={(deviceId) => set({ deviceId })}
        />
        <Select
          label="Outcome"
          placeholder="Done or refused"
          clearable
          disabled={disabled}
          data={OUTCOMES}
          value={draft.outcome}
          onChange={(value) => set({ outcome: value === 'ok' || value === 'refused' ? value : null })}
        />
        <TextInput
          label="Id, code or network address"
          placeholder="All of it, as in a row"
          disabled={disabled}
          spellCheck={false}
          autoComplete="off"
          value={draft.code}
          error={codeProblem(draft.code)}
          onChange={({ currentTarget }) => set({ code: currentTarget.value })}
        />
      </div>
      {narrowed || (!fixed && draft.participantId !== null) ? (
        <div className={classes.filterFoot} style={{ marginTop: '0.5rem' }}>
          {!fixed && draft.participantId !== null ? (
            <span className={classes.chip}>
              <span>
                Timeline of{' '}
                {participantName === null ? (
                  `participant ${shortId(draft.participantId)}`
                ) : (
                  <PersonName name={participantName} />
                )}
              </span>
              <ActionIcon
                variant="subtle"
                size="sm"
                aria-label="Show everybody"
                onClick={() => set({ participantId: null })}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </span>
          ) : null}
          {narrowed ? (
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => onChange(fixed ? { ...NO_DRAFT, participantId: draft.participantId } : NO_DRAFT)}
            >
              Clear filters
            </Button>
          ) : null}
        </div>
      ) : null}
    </section>
  )
}

/** Names as choices, told apart where two are equal; what was chosen from a row is one too, although it is in no list. */
function withChosen(
  chosen: string | null,
  known: readonly { readonly id: string; readonly name: string }[],
  otherwise: string,
) {
  const seen = new Map<string, number>()
  for (const { name } of known) seen.set(name, (seen.get(name) ?? 0) + 1)
  const data = known.map(({ id, name }) => ({
    value: id,
    label: (seen.get(name) ?? 0) > 1 ? `${name} (${shortId(id)})` : name,
  }))
  const isKnown = chosen === null || known.some(({ id }) => id === chosen)
  return isKnown ? data : [...data, { value: chosen, label: `${otherwise} ${shortId(chosen)}` }]
}
