/** What a person typed or pasted -> six ASCII digits; null when it is something else. Spaces, hyphens and full-width digits are fine. */
export function sixDigits(typed: string): string | null {
  const digits = typed.normalize('NFKC').replace(/[\s\-‐‑‒–—.]/g, '')
  return /^[0-9]{6}$/.test(digits) ? digits : null
}
