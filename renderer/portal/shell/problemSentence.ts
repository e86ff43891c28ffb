import type { ApiProblem } from '../../api/apiError'
import type { PortalText } from '../text/portalText'

type KnownCode = keyof PortalText['problems']['codes']

const isKnown = (text: PortalText, code: string): code is KnownCode => Object.hasOwn(text.problems.codes, code)

/** A refusal in the reader's language. Codes that no participant should meet read like a fault of ours. */
export function problemSentence(text: PortalText, { code, retryAfterSeconds }: ApiProblem): string {
  const sentence = text.problems.codes[isKnown(text, code) ? code : 'INTERNAL']
  // Busy for a second or two is already said by "in a moment".
  if (retryAfterSeconds === undefined || code === 'UNAVAILABLE') return sentence
  return `${sentence} ${waitSentence(text, retryAfterSeconds)}`
}

/** Under two minutes in seconds, under two hours in minutes, above in hours; rounded up so that nobody comes back too early. */
export function waitSentence({ problems }: PortalText, seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds))
  if (whole < 120) return problems.waitSeconds({ count: whole })
  if (whole <= 7_200) return problems.waitMinutes({ count: Math.ceil(whole / 60) })
  return problems.waitHours({ count: Math.ceil(whole / 3_600) })
}
