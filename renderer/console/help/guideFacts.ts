import type { ClinicDoc } from '../../../shared/clinic/clinicSchemas'

/** What the printed guide says of this clinic. Nothing of any participant is among it: one sheet is for everybody. */
export interface GuideFacts {
  readonly clinic: string
  readonly portal: string
  readonly sender: string
  /** Phone, else email; empty when the clinic has neither in its settings. */
  readonly contact: string
  readonly methods: ClinicDoc['settings']['methods']
  readonly linkMinutes: number
  readonly inviteHours: number
  readonly minPassword: number
  readonly codeRequired: boolean
  readonly mfaRequired: boolean
  readonly messages: boolean
}

export interface GuideSection {
  readonly heading: string
  readonly numbered: boolean
  readonly lines: readonly string[]
}

/** S4.9: the guide in one language; `address`, `scan` and `call` stand beside the portal's address, its QR code and the clinic's contact. */
export interface GuideContent {
  readonly title: string
  readonly lead: string
  readonly address: string
  readonly scan: string
  readonly call: string
  readonly sections: readonly GuideSection[]
}

export function guideFacts(clinic: ClinicDoc): GuideFacts {
  const { settings } = clinic
  return {
    clinic: settings.branding.displayName || clinic.name,
    portal: clinic.portalUrl,
    sender: clinic.mailSender,
    contact: clinic.phone || clinic.email,
    methods: settings.methods,
    linkMinutes: settings.emailLinkMinutes,
    inviteHours: settings.inviteHours,
    minPassword: settings.minPasswordLength,
    codeRequired: settings.verbalCodeRequired,
    mfaRequired: settings.mfaRequired,
    messages: settings.functions.messages.on,
  }
}

/** The lines that hold for this clinic. */
export function linesOf(...lines: readonly (string | false)[]): readonly string[] {
  return lines.filter((line) => line !== false)
}
