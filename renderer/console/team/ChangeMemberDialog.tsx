import { Alert, Button, Modal, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ROLE_LABELS, ROLES, type Role } from '../../../shared/access/roles'
import { changeMemberSchema, type TeamMember } from '../../../shared/team/teamSchemas'
import classes from './Team.module.css'
import { type FieldProblems, fieldProblems } from './teamFields'
import { ROLE_HINTS } from './teamWords'

export interface ChangeMemberDialogProps {
  readonly member: TeamMember
  readonly busy: boolean
  readonly onSave: (change: { readonly displayName: string; readonly role: Role }) => void
  readonly onClose: () => void
}

export function ChangeMemberDialog({ member, busy, onSave, onClose }: ChangeMemberDialogProps) {
  const [displayName, setDisplayName] = useState(member.displayName)
  const [role, setRole] = useState<Role>(member.role)
  const [problems, setProblems] = useState<FieldProblems>({})
  const save = (event: FormEvent) => {
    event.preventDefault()
    const checked = changeMemberSchema.safeParse({ staffId: member.id, displayName, role })
    if (!checked.success) return setProblems(fieldProblems(checked.error.issues))
    onSave({ displayName: checked.data.displayName, role })
  }
  return (
    <Modal opened onClose={onClose} title="Change name or role">
      <form className={classes.form} onSubmit={save} noValidate>
        <TextInput
          label="Name"
          value={displayName}
          error={problems.displayName}
          data-autofocus
          onChange={({ currentTarget }) => setDisplayName(currentTarget.value)}
        />
        <Select
          label="Role"
          description={ROLE_HINTS[role]}
          data={ROLES.map((value) => ({ value, label: ROLE_LABELS[value] }))}
          value={role}
          disabled={member.isYou}
          allowDeselect={false}
          onChange={(value) => setRole((value ?? member.role) as Role)}
        />
        {member.isYou ? <p className={classes.said}>Another administrator has to change your own role.</p> : null}
        {role === member.role ? null : (
          <Alert color="gray">
            Their consoles fetch their records anew, and what the new role may not see is removed from them.
          </Alert>
        )}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  )
}
