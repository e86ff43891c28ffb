import type { Insertable } from 'kysely'
import { type Action, allows } from '../../shared/access/roles'
import type { AccountDoc } from '../../shared/accounts/accountSchemas'
import type { AuditAction, AuditDetail, AuditEntry } from '../../shared/audit/auditSchemas'
import {
  type CreateDecision,
  type CreateFacts,
  decideCreate,
  decideResend,
  decideRevoke,
  expiresAt,
} from '../../shared/invites/inviteRules'
import type { InviteDoc } from '../../shared/invites/inviteSchemas'
import { checkVerbalCode, normaliseVerbalCode } from '../../shared/invites/verbalCodeRules'
import { refusalOutcome } from '../../shared/sync/commandConflicts'
import type { OutboxItem, Refusal } from '../../shared/sync/syncSchemas'
import { hasAccount, loadAccountDocs } from '../accounts/accountStore'
import type { PasswordHasher } from '../accounts/passwordHash'
import { appendAudit } from '../audit/auditStore'
import type { ClinicService } from '../clinic/clinicService'
import { lockParticipants } from '../participants/participantStore'
import type { Tables } from '../platform/database/tables'
import { nextRev, type Reading, type Tx, takeCommitLock } from '../platform/database/transaction'
import { auditedRefusal } from '../sync/refusalAudit'
import { staffActor, type WriteCaller } from '../sync/writeCaller'
import { invitesRevokedBy } from '../sync/writeLedger'
import { type ShareInviteItem, shareInvite } from './inviteShare'
import { hashBytes, type InviteRow, inviteDoc, isInviteTaken, lockInvitesOf } from './inviteStore'
import { unsentAt, voidInviteMails } from './inviteUnsent'

export type CreateInviteItem = Extract<OutboxItem, { kind: 'invite.create' }>
export type ResendInviteItem = Extract<OutboxItem, { kind: 'invite.resend' }>
export type RevokeInviteItem = Extract<OutboxItem, { kind: 'invite.revoke' }>
export type InviteItem = CreateInviteItem | ResendInviteItem | RevokeInviteItem | ShareInviteItem

/** What must be slow and therefore happens before the transaction, while no lock is held. */
export interface PreparedInvite {
  readonly verbalHash: string | null
}

interface Applied {
  readonly outcome: 'applied'
  readonly invites: readonly InviteDoc[]
}
/** With the rows as they are now where its author must look again. */
interface Refusing {
  readonly reason: Refusal
  readonly retryAfterSeconds?: number
  readonly invites?: readonly InviteDoc[]
  readonly accounts?: readonly AccountDoc[]
}
type Decided = Applied | Refusing
export type InviteResult = Applied | (Refusing & { readonly outcome: 'refused' | 'conflict' })

export interface InviteCommandDeps {
  readonly clinic: ClinicService
  readonly hasher: Pick<PasswordHasher, 'hashPassword'>
}

/** Step one, outside any transaction: hashes the verbal code (I5). A code that will be refused anyway is not hashed. */
export async function prepareInvite(deps: InviteCommandDeps, item: InviteItem): Promise<PreparedInvite> {
  const code = 'verbalCode' in item ? item.verbalCode : null
  const wanted = code !== null && checkVerbalCode(code, { birthDate: null }) === null
  return { verbalHash: wanted ? await deps.hasher.hashPassword(normaliseVerbalCode(code)) : null }
}

/** Whose invite it is, for the scope check that the caller makes before `applyInvite`. Undefined: no such invite. */
export async function participantOfInvite(db: Reading, inviteId: string): Promise<string | undefined> {
  return (await db.selectFrom('invite').select('participant_id as id').where('id', '=', inviteId).executeTakeFirst())
    ?.id
}

/**
 * Step two, in the caller's transaction: locks the participant, then the invites, decides, and only then takes the commit lock and writes.
 * The caller has checked the scope. Refusals leave one `write.refused` audit row and nothing else. Signalling is the caller's.
 */
export async function applyInvite(
  deps: InviteCommandDeps,
  tx: Tx,
  caller: WriteCaller,
  item: InviteItem,
  prepared: PreparedInvite,
): Promise<InviteResult> {
  const done = await decideAndWrite(deps, tx, caller, item, prepared)
  return 'reason' in done ? { ...done, ...(await auditedRefusal(tx, caller, item, done)) } : done
}

function decideAndWrite(
  deps: InviteCommandDeps,
  tx: Tx,
  caller: WriteCaller,
  item: InviteItem,
  prepared: PreparedInvite,
): Promise<Decided> {
  if (!allows(caller.role, item.kind satisfies Action)) return Promise.resolve(refused('role'))
  if (item.kind === 'invite.create') return createInvite(deps, tx, caller, item, prepared)
  if (item.kind === 'invite.resend') return resendInvite(deps, tx, caller, item, prepared)
  return item.kind === 'invite.share' ? shareInvite(tx, caller, item) : revokeInvite(tx, caller, item)
}

async function createInvite(
  deps: InviteCommandDeps,
  tx: Tx,
  caller: WriteCaller,
  item: CreateInviteItem,
  prepared: PreparedInvite,
): Promise<Decided> {
  const loaded = await load(deps, tx, item.participantId, item.verbalCode)
  if (!loaded) return refused('unknown_participant')
  const seen = item.seen && {
    revokedAt: item.seen.revokedAt,
    ownIds: await invitesRevokedBy(tx, caller, item.seen.ownWrites),
  }
  const decision = decideCreate({ ...loaded.facts, hasVerbalCode: item.verbalCode !== null, seen })
  if (!decision.ok) return await overtaken(tx, item.kind, decision.reason, loaded)
  return await issue(tx, caller, loaded, decision, {
    item,
    verbalHash: prepared.verbalHash,
    action: 'invite.created',
    detail: {},
  })
}

async function resendInvite(
  deps: InviteCommandDeps,
  tx: Tx,
  caller: WriteCaller,
  item: ResendInviteItem,
  prepared: PreparedInvite,
): Promise<Decided> {
  // Two codes for one invite: nobody could tell which of them the participant was given.
  if (item.keepVerbalCode && item.verbalCode !== null) return refused('malformed')
  const participantId = await participantOfInvite(tx, item.previousId)
  const loaded = participantId ? await load(deps, tx, participantId, item.verbalCode) : null
  const previous = loaded?.invites.find((invite) => invite.id === item.previousId)
  if (!loaded || !previous) return refused('unknown_invite')
  const decision = decideResend({
    ...loaded.facts,
    previous: inviteDoc(previous),
    keepVerbalCode: item.keepVerbalCode,
    hasNewVerbalCode: item.verbalCode !== null,
    cooldownMinutes: loaded.cooldownMinutes,
    now: caller.now,
  })
  return await issue(tx, caller, loaded, decision, {
    item,
    verbalHash: item.keepVerbalCode ? previous.verbal_hash : prepared.verbalHash,
    action: 'invite.resent',
    detail: { previous: previous.id, keptCode: item.keepVerbalCode },
  })
}

async function revokeInvite(tx: Tx, caller: WriteCaller, item: RevokeInviteItem): Promise<Decided> {
  const participantId = await participantOfInvite(tx, item.inviteId)
  if (!participantId) return refused('unknown_invite')
  await lockParticipants(tx, [participantId])
  const row = (await lockInvitesOf(tx, participantId)).find((invite) => invite.id === item.inviteId)
  if (!row) return refused('unknown_invite')
  const decision = decideRevoke(inviteDoc(row), caller.now)
  if (!decision.ok) return await overtaken(tx, item.kind, decision.reason, { participantId, invites: [row] })
  const failed = unsentAt(row, await voidInviteMails(tx, [row]), caller.now)
  const values = { rev: await nextRev(tx), revoked_at: caller.now, revoked_by_name: caller.displayName, ...failed }
  await tx.updateTable('invite').set(values).where('id', '=', row.id).execute()
  await appendAudit(tx, [entry(caller, 'invite.revoked', row.id, { participant: participantId })], caller.now)
  return { outcome: 'applied', invites: [inviteDoc({ ...row, ...values })] }
}

/**
 * Accepted before the revocation came: its author must see the account that there is now, and may revoke that (S4.17). Revoked before the new invite
 * came: its author must see by whom (Y7).
 */
async function overtaken(
  tx: Tx,
  kind: InviteItem['kind'],
  reason: Refusal,
  { participantId, invites }: Pick<Loaded, 'participantId' | 'invites'>,
): Promise<Refusing> {
  if (refusalOutcome(kind, reason) === 'refused') return refused(reason)
  return { reason, invites: invites.map(inviteDoc), accounts: await loadAccountDocs(tx, [participantId]) }
}

interface Loaded {
  readonly participantId: string
  readonly invites: readonly InviteRow[]
  readonly facts: Omit<CreateFacts, 'hasVerbalCode'>
  readonly inviteHours: number
  readonly cooldownMinutes: number
}

/** Accepting locks the same participant row first, so whether there is an account cannot change until the commit. */
async function load(
  deps: InviteCommandDeps,
  tx: Tx,
  participantId: string,
  verbalCode: string | null,
): Promise<Loaded | null> {
  const participant = (await lockParticipants(tx, [participantId])).get(participantId)
  if (!participant) return null
  const invites = await lockInvitesOf(tx, participantId)
  const { settings } = await deps.clinic.read(tx)
  return {
    participantId,
    invites,
    inviteHours: settings.inviteHours,
    cooldownMinutes: settings.resendCooldownMinutes,
    facts: {
      hasAccount: await hasAccount(tx, participantId),
      verbalCodeProblem: verbalCode === null ? null : checkVerbalCode(verbalCode, participant.fields),
      verbalCodeRequired: settings.verbalCodeRequired,
      earlier: invites.map(inviteDoc),
    },
  }
}

interface Issue {
  readonly item: CreateInviteItem | ResendInviteItem
  readonly verbalHash: string | null
  readonly action: AuditAction
  readonly detail: AuditDetail
}

/** Ends the older invite and inserts the new one (I7). Expiry counts from the server's time, whenever the console made the token. */
async function issue(
  tx: Tx,
  caller: WriteCaller,
  loaded: Loaded,
  decision: CreateDecision,
  { item, verbalHash, action, detail }: Issue,
): Promise<Decided> {
  if (!decision.ok) return refused(decision.reason, decision.retryAfterSeconds)
  if (item.verbalCode !== null && verbalHash === null) throw new Error('the verbal code was not hashed')
  await takeCommitLock(tx)
  // All writers are behind this lock, so nobody can take the id or a hash between this look and the insert.
  if (await isInviteTaken(tx, item)) return refused('already_exists')
  const superseded = await supersede(tx, caller, loaded, decision.supersede)
  const created = await tx
    .insertInto('invite')
    .values(newInvite(await nextRev(tx), caller, loaded, item, verbalHash))
    .returningAll()
    .executeTakeFirstOrThrow()
  const facts = { participant: loaded.participantId, verbalCode: verbalHash !== null, hours: loaded.inviteHours }
  await appendAudit(
    tx,
    [
      entry(caller, action, created.id, { ...facts, ...detail }),
      ...superseded.map((row) => entry(caller, 'invite.superseded', row.id, { by: created.id })),
    ],
    caller.now,
  )
  return { outcome: 'applied', invites: [...superseded, created].map(inviteDoc) }
}

async function supersede(tx: Tx, caller: WriteCaller, loaded: Loaded, ids: readonly string[]): Promise<InviteRow[]> {
  const ended: InviteRow[] = []
  const older = loaded.invites.filter((invite) => ids.includes(invite.id))
  const unsent = await voidInviteMails(tx, older)
  for (const row of older) {
    const values = { rev: await nextRev(tx), superseded_at: caller.now, ...unsentAt(row, unsent, caller.now) }
    await tx.updateTable('invite').set(values).where('id', '=', row.id).execute()
    ended.push({ ...row, ...values })
  }
  return ended
}

function newInvite(
  rev: number,
  caller: WriteCaller,
  { participantId, inviteHours }: Loaded,
  item: CreateInviteItem | ResendInviteItem,
  verbalHash: string | null,
): Insertable<Tables['invite']> {
  return {
    id: item.inviteId,
    rev,
    participant_id: participantId,
    token_hash: hashBytes(item.tokenHash),
    short_hash: hashBytes(item.shortHash),
    verbal_hash: verbalHash,
    mfa_required: item.mfaRequired ?? false,
    created_at: caller.now,
    created_by: caller.staffId,
    created_by_name: caller.displayName,
    expires_at: expiresAt(caller.now, inviteHours),
  }
}

function entry(caller: WriteCaller, action: AuditAction, inviteId: string, detail: AuditDetail): AuditEntry {
  return { actor: staffActor(caller), action, target: { kind: 'invite', id: inviteId }, outcome: 'ok', detail }
}

function refused(reason: Refusal, retryAfterSeconds?: number): Refusing {
  return { reason, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }
}
