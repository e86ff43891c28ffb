/** First match wins: Edge and Samsung call themselves Chrome too, Chrome calls itself Safari. */
const BROWSERS = [
  ['Edge', /Edg(e|A|iOS)?\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Opera', /OPR\//],
  ['Firefox', /(Firefox|FxiOS)\//],
  ['Chrome', /(Chrome|CriOS)\//],
  ['Safari', /Safari\//],
] as const
const SYSTEMS = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['Mac', /Macintosh|Mac OS X/],
  ['Linux', /Linux|X11/],
] as const

/** "Firefox on Android" from a User-Agent header: enough for a person to know their own device again. '' when it says nothing known. */
export function deviceWords(userAgent: string): string {
  const known = userAgent.slice(0, 500)
  const browser = BROWSERS.find(([, sign]) => sign.test(known))?.[0]
  const system = SYSTEMS.find(([, sign]) => sign.test(known))?.[0]
  return [browser, system].filter((word) => word !== undefined).join(' on ')
}
