import type { Kysely } from 'kysely'
import { applyInvite, type InviteCommandDeps, participantOfInvite, prepareInvite } from '../invites/inviteCommands'
import { createParticipant, recordView } from '../participants/participantCommands'
import type { Tables } from '../platform/database/tables'
import type { Tx } from '../platform/database/transaction'
import type { CommandItem, PushDeps } from '../sync/pushService'
import { auditedRefusal } from '../sync/refusalAudit'
import { inScope } from '../sync/scopeStore'
import type { WriteCaller } from '../sync/writeCaller'

type InviteItem = Extract<CommandItem, { kind: `invite.${string}` }>

/** Which feature applies which command. The scope of an invite is the scope of its participant, checked here for all of them. */
export function commandTable(deps: InviteCommandDeps & { readonly db: Kysely<Tables> }): PushDeps['prepare'] {
  return async (caller, item) => {
    if (item.kind === 'participant.create') return async (tx) => await createParticipant(tx, caller, item)
    if (item.kind === 'participant.view') return async (tx) => await recordView(tx, caller, item)
    const prepared = await prepareInvite(deps, item)
    return async (tx) => {
      if (!(await maySeeInvite(tx, caller, item)))
        return await auditedRefusal(tx, caller, item, { reason: 'out_of_scope' })
      return await applyInvite(deps, tx, caller, item, prepared)
    }
  }
}

/** An invite that nobody knows passes: the feature refuses it by its own name. */
async function maySeeInvite(tx: Tx, caller: WriteCaller, item: InviteItem): Promise<boolean> {
  const participantId = await participantOf(tx, item)
  return participantId === undefined || (await inScope(tx, caller, participantId))
}

async function participantOf(tx: Tx, item: InviteItem): Promise<string | undefined> {
  if (item.kind === 'invite.create') return item.participantId
  return await participantOfInvite(tx, item.kind === 'invite.resend' ? item.previousId : item.inviteId)
}
