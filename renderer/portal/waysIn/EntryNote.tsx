import { Notice } from '../shell/Notice'
import { type SignInNote, useSession } from '../shell/SessionContext'
import { useText } from '../text/portalText'

/** Why the reader stands before the sign-in page again; nothing at a first visit. */
export function EntryNote() {
  const { accounts, waysIn } = useText()
  const { note } = useSession()
  const sentences: Readonly<Record<SignInNote, string>> = {
    expired: accounts.expiredNote,
    signed_out: accounts.signedOutNote,
    idle: waysIn.idleNote,
    reset_done: waysIn.resetNote,
    challenge_over: waysIn.overNote,
  }
  return note ? <Notice tone="info">{sentences[note]}</Notice> : null
}
