import type { Language } from '../../shared/clinic/clinicSchemas'
import { CodedError } from '../../shared/errors/errorCodes'
import type { RequestView } from '../../shared/waysIn/waysInSchemas'
import type { Visit } from '../portal/portalContext'
import type { Admission, Browser, WaysInDeps } from './waysInParts'

export interface Asked {
  readonly view: RequestView
  readonly requestToken: string
  readonly maxAgeSeconds: number
}

export async function requestLink(
  _deps: WaysInDeps,
  _input: { readonly email: string; readonly shared: boolean; readonly language: Language },
  _visit: Visit,
): Promise<Asked> {
  throw new CodedError('UNAVAILABLE')
}

export async function requestCode(
  _deps: WaysInDeps,
  _input: { readonly phone: string; readonly shared: boolean; readonly language: Language },
  _visit: Visit,
): Promise<Asked> {
  throw new CodedError('UNAVAILABLE')
}

export async function resend(_deps: WaysInDeps, _requestToken: string | null, _visit: Visit): Promise<RequestView> {
  throw new CodedError('UNAVAILABLE')
}

export async function currentRequest(
  _deps: WaysInDeps,
  _requestToken: string | null,
  _visit: Visit,
): Promise<RequestView | null> {
  throw new CodedError('UNAVAILABLE')
}

export async function verifyCode(
  _deps: WaysInDeps,
  _requestToken: string | null,
  _code: string,
  _browser: Browser,
  _visit: Visit,
): Promise<Admission> {
  throw new CodedError('UNAVAILABLE')
}

export type OpenedLink = { readonly state: 'confirm' } | { readonly state: 'done'; readonly admission: Admission }

export async function openLink(
  _deps: WaysInDeps,
  _input: { readonly token: string; readonly confirmed: boolean },
  _requestToken: string | null,
  _browser: Browser,
  _visit: Visit,
): Promise<OpenedLink> {
  throw new CodedError('UNAVAILABLE')
}
