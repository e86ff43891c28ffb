const HIDDEN = '•••'
const HIDDEN_NUMBER = '••••••••'

/** S3.13: `robin@example.org` -> `r•••n@e•••.org`. Always three dots, so that no length is told. Made of what the visitor typed. */
export function maskEmail(email: string): string {
  const text = email.trim()
  const at = text.lastIndexOf('@')
  if (at < 0) return maskWord(text)
  const domain = text.slice(at + 1)
  const dot = domain.lastIndexOf('.')
  const end = dot < 0 ? '' : domain.slice(dot)
  return `${maskWord(text.slice(0, at))}@${firstOf(domain)}${HIDDEN}${end}`
}

/** `+1 604 555 0142` -> `••••••••42`. */
export function maskPhone(phone: string): string {
  return `${HIDDEN_NUMBER}${phone.replace(/\D/g, '').slice(-2)}`
}

function maskWord(word: string): string {
  const letters = [...word]
  return `${letters[0] ?? ''}${HIDDEN}${letters.length > 2 ? letters.at(-1) : ''}`
}

function firstOf(word: string): string {
  return [...word][0] ?? ''
}

/** A typed code without the spaces and hyphens that people and pasting put into it. */
export function plainCode(typed: string): string {
  return typed.replace(/[\s\u2010-\u2015-]/g, '')
}

/** Six digits, drawn evenly: `random` gives whole numbers from 0 below `limit`, each equally likely. */
export function newSmsCode(random: (limit: number) => number): string {
  return String(random(1_000_000)).padStart(6, '0')
}

/** `portalUrl` without a trailing slash; the token is in the fragment, which no browser sends (I3). */
export function signInLink(portalUrl: string, token: string): string {
  return `${portalUrl}/link#${token}`
}

export function resetLink(portalUrl: string, token: string): string {
  return `${portalUrl}/reset#${token}`
}
