import type { Language } from './language'

const KB = 1_024
const MB = KB * KB

/** "340 KB", "1.2 MB", "10 Mo": a size for people, in their language. */
export function formatBytes(bytes: number, language: Language): string {
  const [value, unit] = bytes < MB ? [Math.max(1, Math.round(bytes / KB)), 'kilobyte'] : [bytes / MB, 'megabyte']
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(Number(value))
}
