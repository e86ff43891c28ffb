import { AuditLog } from './AuditLog'
import { ShellDesk } from './ShellDesk'

/** The audit log in the side bar, for the roles that read it; online only, as nothing of it is in the replica. */
export function AuditPage() {
  return (
    <ShellDesk>
      <AuditLog />
    </ShellDesk>
  )
}
