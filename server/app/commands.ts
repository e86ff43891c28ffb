import type { ResolveItem } from '../../shared/sync/resolveRules'
import { type AccountItem, applyAccountCommand } from '../accounts/accountCommands'
import { resolveConflict } from '../conflicts/conflictResolve'
import { applyCorrectionCommand } from '../corrections/correctionCommands'
import type { CorrectionItem } from '../corrections/correctionScene'
import { applyInvite, type InviteCommandDeps, participantOfInvite, prepareInvite } from '../invites/inviteCommands'
import { applyMessageCommand, type MessageItem } from '../messages/messageCommands'
import { createParticipant, recordView } from '../participants/participantCommands'
import type { Tx } from '../platform/database/transaction'
import type { CommandItem, PushDeps } from '../sync/pushService'
import { auditedRefusal } from '../sync/refusalAudit'
import { inScope } from '../sync/scopeStore'
import type { WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'

type InviteItem = Extract<CommandItem, { kind: `invite.${string}` }>

/** Which feature applies which command. The scope of an invite is the scope of its participant, checked here for all of them. */
export function commandTable(deps: InviteCommandDeps & WaysInDeps): PushDeps['prepare'] {
  return async (caller, item) => {
    if (item.kind === 'participant.create') return async (tx) => await createParticipant(tx, caller, item)
    if (item.kind === 'participant.view') return async (tx) => await recordView(tx, caller, item)
    if (
      isAbout(item, 'account') ||
      isAbout(item, 'message') ||
      isAbout(item, 'correction') ||
      isAbout(item, 'conflict')
    )
      return async (tx) => await inTheirScope(deps, tx, caller, item)
    const prepared = await prepareInvite(deps, item)
    return async (tx) => {
      if (!(await maySeeInvite(tx, caller, item)))
        return await auditedRefusal(tx, caller, item, { reason: 'out_of_scope' })
      return await applyInvite(deps, tx, caller, item, prepared)
    }
  }
}

function isAbout<Noun extends 'account' | 'message' | 'correction' | 'conflict'>(
  item: CommandItem,
  noun: Noun,
): item is Extract<CommandItem, { kind: `${Noun}.${string}` }> {
  return item.kind.startsWith(`${noun}.`)
}

type PersonItem = AccountItem | MessageItem | CorrectionItem | ResolveItem

async function inTheirScope(deps: WaysInDeps, tx: Tx, caller: WriteCaller, item: PersonItem) {
  if (!(await inScope(tx, caller, item.participantId)))
    return await auditedRefusal(tx, caller, item, { reason: 'out_of_scope' })
  if (isAbout(item, 'account')) return await applyAccountCommand(deps, tx, caller, item)
  if (isAbout(item, 'conflict')) return await resolveConflict(tx, caller, item)
  if (isAbout(item, 'correction')) return await applyCorrectionCommand(deps, tx, caller, item)
  return await applyMessageCommand(deps, tx, caller, item as MessageItem)
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
