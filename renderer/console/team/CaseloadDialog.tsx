import { Alert, Button, Modal, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Caseload, TeamMember } from '../../../shared/team/teamSchemas'
import { problemOf } from '../../api/apiError'
import { PersonName } from '../../ui/PersonName'
import { useDirectory, useSession } from '../shell/SessionContext'
import { CaseloadChoice } from './CaseloadChoice'
import classes from './Team.module.css'
import { caseloadFrom } from './wholePrograms'

export interface CaseloadDialogProps {
  readonly member: TeamMember
  readonly busy: boolean
  readonly onSave: (caseload: Caseload) => void
  readonly onClose: () => void
}

/** D4: whoever is taken away disappears from their consoles with the next sync. */
export function CaseloadDialog({ member, busy, onSave, onClose }: CaseloadDialogProps) {
  const { client } = useSession()
  const { directory } = useDirectory()
  const [changed, setChanged] = useState<Caseload | null>(null)
  const { data, error } = useQuery({
    queryKey: ['caseload', member.id],
    queryFn: () => client.team.caseload.query({ staffId: member.id }),
    gcTime: 0,
    networkMode: 'always',
  })
  const people = directory.search('').flatMap((id) => directory.get(id)?.participant ?? [])
  const value = changed ?? (data ? caseloadFrom(data, people) : null)
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={
        <>
          Whom <PersonName name={member.displayName} /> sees
        </>
      }
    >
      <div className={classes.form}>
        {error ? (
          <Alert color="danger" role="alert">
            {problemOf(error).sentence}
          </Alert>
        ) : value ? (
          <>
            <CaseloadChoice role={member.role} value={value} hideLegend onChange={setChanged} />
            <p className={classes.said}>
              Whoever is taken away is removed from their consoles with the next sync. Nothing is deleted at the clinic.
            </p>
          </>
        ) : (
          <Skeleton height={120} />
        )}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={busy} disabled={changed === null} onClick={() => changed && onSave(changed)}>
            Save
          </Button>
        </div>
      </div>
    </Modal>
  )
}
