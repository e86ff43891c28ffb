import type { Obstacle } from '../../../shared/preview/previewSchemas'

/** What they meet first, for whoever looks. "Participant" becomes the clinic's own word. */
export const OBSTACLE_WORDS: Readonly<Record<Obstacle, string>> = {
  portal_off: 'The portal is switched off for the whole clinic. Whoever opens it sees this page and nothing else.',
  no_account:
    'This participant has no portal account yet. They see the sign-in page, and nothing they type lets them in. They need an invite first.',
  revoked:
    'Portal access is revoked. This participant sees the sign-in page, which turns them away without saying why.',
  consents:
    'A text waits for this participant’s agreement. Until then they see this page, and what they agreed to before.',
  second_factor:
    'A second factor is required, and this participant has none yet. Setting it up comes first; until then they see nothing else but their agreements.',
}

export const PAUSED_WORDS =
  'After too many wrong passwords or codes this participant cannot sign in for a while. Where they are signed in already, they see what stands here.'

/** Pages that the preview leaves out. */
export const LEFT_OUT = {
  security:
    'Preview: the Security page is left out. Their devices, sign-ins, authenticator apps and recovery codes are for their eyes only.',
  enrol:
    'Preview: here an authenticator app is set up. The page shows a secret that is made for them alone, so it is left out.',
} as const

export const PRESS_WORDS = 'Only the participant can press this. Nothing was sent.'

/** What is said after a press that did nothing. */
export function pressWords(name: string, say: (text: string) => string): string {
  return name === '' ? say(PRESS_WORDS) : `“${name}”: ${say(PRESS_WORDS)}`
}
