export const MIN_PIN = 6
export const MAX_PIN = 12

/** Why a PIN is too easy to guess. Tried by hand at the lock, five times: what many people would choose first is refused. */
export type PinFault = 'shape' | 'repeat' | 'run' | 'date'

/** Null when the PIN can be used. It is a string of digits; a leading zero counts. */
export function pinFault(pin: string): PinFault | null {
  if (!/^[0-9]+$/.test(pin) || pin.length < MIN_PIN || pin.length > MAX_PIN) return 'shape'
  if (repeatsItself(pin)) return 'repeat'
  if (isRun(pin, 1) || isRun(pin, 9)) return 'run'
  return looksLikeDate(pin) ? 'date' : null
}

/** 111111, 121212, 19801980, and 123123: a few digits again and again. */
function repeatsItself(pin: string): boolean {
  for (let period = 1; period <= pin.length / 2; period++)
    if ([...pin].every((digit, at) => digit === pin[at % period])) return true
  return false
}

/** 123456, 654321, and round the corner 789012. `step` 9 is one down, modulo ten. */
function isRun(pin: string, step: 1 | 9): boolean {
  const digits = [...pin].map(Number)
  return digits.every((digit, at) => at === 0 || digit === ((digits[at - 1] ?? 0) + step) % 10)
}

/** A day with its month and a year of two or four digits, in any usual order: what people remember, and others know of them. */
function looksLikeDate(pin: string): boolean {
  const part = (from: number, length: number) => Number(pin.slice(from, from + length))
  const isDay = (a: number, b: number) => isDayOfMonth(a, b) || isDayOfMonth(b, a)
  if (pin.length === 6) return isDay(part(0, 2), part(2, 2)) || isDay(part(2, 2), part(4, 2))
  if (pin.length !== 8) return false
  const endsInYear = isYear(part(4, 4)) && isDay(part(0, 2), part(2, 2))
  return endsInYear || (isYear(part(0, 4)) && isDay(part(4, 2), part(6, 2)))
}

function isDayOfMonth(day: number, month: number): boolean {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12
}

function isYear(year: number): boolean {
  return year >= 1900 && year <= 2099
}
