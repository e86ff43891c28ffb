import type { Refusal } from './syncSchemas'

/** What a person at the console reads when a write was refused. Each says that nothing was changed, or why nothing needs to be. */
export const REFUSAL_SENTENCES: Readonly<Record<Refusal, string>> = {
  malformed: 'The server could not read this change, so nothing was changed. Please make it again.',
  out_of_scope: 'This participant is not in your care any more, so nothing was changed.',
  role: 'Your role does not allow this, so nothing was changed.',
  unknown_participant: 'The server does not know this participant, so nothing was changed.',
  already_exists: 'This was already created, so it was not created again.',
  server_owned: 'Only the server decides this, so nothing was changed.',
  invalid_value: 'A value in this change is not filled in correctly, so nothing was changed.',
  unknown_invite: 'The server does not know this invite, so nothing was changed.',
  invite_over: 'This invite was already over, so nothing was changed. Create a new one if it is needed.',
  already_accepted: 'This invite was accepted before, so nothing was changed.',
  already_revoked: 'This invite was revoked before, so nothing was changed.',
  account_exists: 'This participant already has a portal account, so no invite was made.',
  cooldown: 'This was sent a moment ago. Please wait before sending it again.',
  verbal_code_required: 'Your clinic asks for a verbal code with every invite. Nothing was sent.',
  verbal_code_weak: 'This verbal code is too easy to guess, so no invite was made. Please choose another.',
}
