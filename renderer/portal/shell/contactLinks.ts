/** What a phone dials: digits and a leading plus. Null when there is nothing to dial. */
export function phoneHref(phone: string): string | null {
  const digits = phone.replace(/(?:ext|x|#|poste).*$/i, '').replace(/[^\d+]/g, '')
  return /\d{3}/.test(digits) ? `tel:${digits}` : null
}

export function mailHref(email: string): string | null {
  return email.includes('@') ? `mailto:${encodeURIComponent(email).replace('%40', '@')}` : null
}
