import type { z } from 'zod'
import { CodedError } from '../../shared/errors/errorCodes'
import type {
  Caseload,
  CreatedMember,
  changeMemberSchema,
  createMemberSchema,
  resetMemberMfaSchema,
  TeamMember,
} from '../../shared/team/teamSchemas'
import type { WriteCaller } from '../sync/writeCaller'
import type { WaysInDeps } from '../waysIn/waysInParts'

export type TeamDeps = Pick<WaysInDeps, 'db' | 'hasher' | 'announce'>

export async function listMembers(_deps: TeamDeps, _caller: WriteCaller): Promise<TeamMember[]> {
  throw new CodedError('UNAVAILABLE')
}

export async function createMember(
  _deps: TeamDeps,
  _caller: WriteCaller,
  _input: z.infer<typeof createMemberSchema>,
): Promise<CreatedMember> {
  throw new CodedError('UNAVAILABLE')
}

export async function changeMember(
  _deps: TeamDeps,
  _caller: WriteCaller,
  _input: z.infer<typeof changeMemberSchema>,
): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}

export async function setCaseload(
  _deps: TeamDeps,
  _caller: WriteCaller,
  _input: { readonly staffId: string; readonly caseload: Caseload },
): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}

/** Participants that a colleague sees now, for the editor of the caseload. */
export async function caseloadOf(_deps: TeamDeps, _staffId: string): Promise<{ participantIds: string[] }> {
  throw new CodedError('UNAVAILABLE')
}

export async function suspendMember(_deps: TeamDeps, _caller: WriteCaller, _staffId: string): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}

export async function reinstateMember(_deps: TeamDeps, _caller: WriteCaller, _staffId: string): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}

export async function resetMemberMfa(
  _deps: TeamDeps,
  _caller: WriteCaller,
  _input: z.infer<typeof resetMemberMfaSchema>,
): Promise<void> {
  throw new CodedError('UNAVAILABLE')
}

/** A new first password, shown once; all sessions of the colleague end. */
export async function resetMemberPassword(
  _deps: TeamDeps,
  _caller: WriteCaller,
  _staffId: string,
): Promise<CreatedMember> {
  throw new CodedError('UNAVAILABLE')
}
