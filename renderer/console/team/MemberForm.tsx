import { Alert, Button, Modal, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ROLE_LABELS, ROLES, type Role } from '../../../shared/access/roles'
import { type Caseload, type CreatedMember, createMemberSchema } from '../../../shared/team/teamSchemas'
import { problemOf } from '../../api/apiError'
import { useSession } from '../shell/SessionContext'
import { CaseloadChoice } from './CaseloadChoice'
import { FirstPassword } from './FirstPassword'
import classes from './Team.module.css'
import { type FieldProblems, fieldProblems } from './teamFields'
import { hasCaseload, ROLE_HINTS } from './teamWords'

const NOBODY: Caseload = { programIds: [], participantIds: [] }

/** Adds a colleague. Their first password is shown once at the end. */
export function MemberForm({ onClose }: { readonly onClose: () => void }) {
  const { client } = useSession()
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [role, setRole] = useState<Role>('staff')
  const [caseload, setCaseload] = useState(NOBODY)
  const [problems, setProblems] = useState<FieldProblems>({})
  const [busy, setBusy] = useState(false)
  const [made, setMade] = useState<CreatedMember | null>(null)
  const create = async (event: FormEvent) => {
    event.preventDefault()
    const input = { email, displayName, role, caseload: hasCaseload(role) ? caseload : NOBODY }
    const checked = createMemberSchema.safeParse(input)
    if (!checked.success) return setProblems(fieldProblems(checked.error.issues))
    setBusy(true)
    setProblems({})
    try {
      setMade(await client.team.create.mutate(checked.data))
      await queries.invalidateQueries({ queryKey: ['team'] })
    } catch (error) {
      const { sentence, detail } = problemOf(error)
      setProblems({
        ...Object.fromEntries((detail?.fields ?? []).map(({ path, message }) => [path, message])),
        form: sentence,
      })
    }
    setBusy(false)
  }
  return (
    <Modal opened onClose={onClose} title={made ? 'First password' : 'Add a colleague'} closeOnClickOutside={false}>
      {made ? (
        <FirstPassword name={displayName} email={email} password={made.password} onClose={onClose} />
      ) : (
        <form className={classes.form} onSubmit={(event) => void create(event)} noValidate>
          {problems.form ? (
            <Alert color="danger" role="alert">
              {problems.form}
            </Alert>
          ) : null}
          <TextInput
            label="Name"
            value={displayName}
            error={problems.displayName}
            data-autofocus
            onChange={({ currentTarget }) => setDisplayName(currentTarget.value)}
          />
          <TextInput
            label="Email"
            description="They sign in with it."
            type="email"
            autoComplete="off"
            value={email}
            error={problems.email}
            onChange={({ currentTarget }) => setEmail(currentTarget.value)}
          />
          <Select
            label="Role"
            description={ROLE_HINTS[role]}
            data={ROLES.map((value) => ({ value, label: ROLE_LABELS[value] }))}
            value={role}
            allowDeselect={false}
            onChange={(value) => setRole((value ?? 'staff') as Role)}
          />
          {hasCaseload(role) ? <CaseloadChoice role={role} value={caseload} onChange={setCaseload} /> : null}
          <div className={classes.actions}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              Add colleague
            </Button>
          </div>
        </form>
      )}
    </Modal>
  )
}
