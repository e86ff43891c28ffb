import type { World } from '../invites/portalWorld'
import { addParticipant, Browser, type Clinic, invite, outcome } from '../invites/portalWorld'

/** What a browser does on the clinic's own machine (product item 11). */
export const sit = async (browser: Browser, token: string) => (await browser.api()).invite.open({ token, kiosk: true })
export const leave = async (browser: Browser) => (await browser.api()).kiosk.leave()
export const current = async (browser: Browser) => (await browser.api()).consent.current()

/** What the browser still holds of a visit, or the refusal. */
export async function stay(browser: Browser) {
  const calls: { holds?: string } = {}
  const answer = await outcome((await browser.api()).kiosk.stay().then(({ holds }) => Object.assign(calls, { holds })))
  return calls.holds ?? answer
}

export async function agreeOnce(browser: Browser) {
  const { text } = await current(browser)
  if (!text) throw new Error('nothing is open')
  const { documentId, version, language, hash } = text
  return (await browser.api()).consent.agree({ documentId, version, language, hash })
}

/** Invited, and registered on the clinic's machine. */
export async function seated(world: World, clinic: Clinic) {
  const participantId = await addParticipant(world, clinic)
  const link = await invite(world, clinic, participantId)
  const browser = new Browser(world)
  await sit(browser, link.token)
  await browser.accept()
  return { participantId, browser, ...link }
}

export const cookiesOf = ({ session, inviteSession, signInRequest, challenge, lockMinutes }: Browser) =>
  [session, inviteSession, signInRequest, challenge, lockMinutes].filter((value) => value !== null)
export const sessionsIn = async ({ db }: World) => await db.selectFrom('portal_session').selectAll().execute()
export const pagesIn = async ({ db }: World) => await db.selectFrom('invite_session').selectAll().execute()
