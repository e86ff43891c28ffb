import type { CorrectionField, DenialGround } from '../../correctionLimits'

/** The words of version 1 in one language. */
export interface Words1 {
  /** A day (year, month 1 to 12, day of the month) in words. Not by `Intl`: its words differ between systems, and a hash must not. */
  readonly day: (year: number, month: number, day: number) => string
  readonly fields: Readonly<Record<CorrectionField, string>>
  readonly otherField: string
  readonly phone: (phone: string) => string
  readonly decisionTitle: string
  readonly decisionIntro: (received: string) => string
  readonly asked: string
  readonly aboutMessage: string
  readonly yourWords: string
  readonly decided: string
  readonly columns: readonly [string, string, string, string]
  readonly nothing: string
  readonly removed: string
  readonly accepted: string
  readonly denied: string
  readonly acceptedWhole: string
  readonly deniedWhole: string
  readonly acceptedSays: string
  readonly why: string
  readonly grounds: Readonly<Record<DenialGround, string>>
  readonly clinicSays: string
  readonly disagreeTitle: string
  readonly disagree: string
  readonly noStatementTitle: string
  readonly noStatement: string
  readonly toldTitle: string
  readonly toldNamed: string
  readonly toldNobody: string
  readonly complainTitle: string
  readonly complain: (clinic: string) => string
  readonly complainUs: string
  readonly complainElse: string
  readonly extensionTitle: string
  readonly extensionIntro: (received: string) => string
  readonly extensionWhy: string
  readonly extensionUntil: (due: string) => string
  readonly extensionOnce: string
}
