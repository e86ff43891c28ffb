import type { PortalText } from '../text/portalText'

/** What a printed or saved sheet of recovery codes says, and nothing more. */
export interface Sheet {
  readonly clinicName: string
  readonly email: string
  readonly date: string
  readonly codes: readonly string[]
}

/** As a plain text file, with the line ends that every editor shows. */
export function sheetText({ accountSecurity: { enrol } }: PortalText, sheet: Sheet): string {
  const head = [sheet.clinicName, enrol.sheetAccount({ name: sheet.email }), enrol.sheetDate({ date: sheet.date })]
  const codes = sheet.codes.map((code, index) => `${String(index + 1).padStart(2)}. ${code}`)
  return [enrol.sheetTitle, ...head.filter((line) => line !== ''), '', ...codes, '', enrol.sheetOnce, ''].join('\r\n')
}
