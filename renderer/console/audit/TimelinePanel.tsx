import { AuditLog } from './AuditLog'
import { ShellDesk } from './ShellDesk'

/** One participant's timeline, on their own page. */
export function TimelinePanel({ participantId }: { readonly participantId: string }) {
  return (
    <ShellDesk>
      <AuditLog key={participantId} participantId={participantId} />
    </ShellDesk>
  )
}
