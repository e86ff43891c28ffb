import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { ClientContext } from '../../renderer/portal/shell/ClientContext'
import { ClinicProvider } from '../../renderer/portal/shell/ClinicContext'
import { PulseContext } from '../../renderer/portal/shell/PulseContext'
import { startPulse } from '../../renderer/portal/shell/pulse'
import { ReaderLanguageProvider } from '../../renderer/portal/shell/ReaderLanguage'
import { SessionProvider } from '../../renderer/portal/shell/SessionContext'
import { I18nProvider, load } from '../../renderer/portal/text/portalText'
import type { Language } from '../../renderer/ui/language'
import { PortalUi } from '../../renderer/ui/PortalUi'
import type { Factor, SecurityView, SessionInfo, SignInEvent } from '../../shared/accountSecurity/securitySchemas'
import { type Answers, fakeClient, fakeTabs, settle } from './portalPage'

const AT = '2026-10-03T10:00:00.000Z'
export const factor = (id: string, name: string, status: Factor['status'] = 'verified'): Factor => ({
  id,
  name,
  status,
  createdAt: AT,
  lastUsedAt: null,
})
export const bareView: SecurityView = {
  factors: [],
  mfaRequired: false,
  recoveryLeft: 0,
  recoveryMadeAt: null,
  email: 'ada@example.org',
  emailVerified: true,
  pendingEmail: null,
  phone: null,
  pendingPhone: null,
  smsOffered: true,
  passwordChangedAt: null,
  minPasswordLength: 15,
  lockMinutes: null,
  freshUntil: null,
}
export const withFactor: SecurityView = {
  ...bareView,
  factors: [factor('f-1', 'My phone')],
  recoveryLeft: 10,
  recoveryMadeAt: AT,
}
export const begun = {
  factorId: 'f-new',
  secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  otpauthUrl: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
}
export const tenCodes = Array.from({ length: 10 }, (_, index) => `K7QX-M${index}HT-9WPC-3RDV`)
const session = (id: string, more: Partial<SessionInfo>): SessionInfo => ({
  id,
  device: 'Firefox on Linux',
  address: '203.0.113.7',
  way: 'password',
  shared: false,
  startedAt: AT,
  lastSeenAt: AT,
  endsAt: AT,
  isThis: false,
  ...more,
})
export const sessions = [
  session('s-1', { isThis: true }),
  session('s-2', { device: 'Safari on iPhone', way: 'email_link' }),
  session('s-3', { device: '', address: null, shared: true }),
]
export const event = (more: Partial<SignInEvent>): SignInEvent => ({
  at: AT,
  way: 'password',
  reason: 'signed_in',
  device: 'Firefox on Linux',
  address: '203.0.113.7',
  ...more,
})

/** The procedures that the Security page reads; a test adds what it presses. */
export const reads = (view: () => SecurityView): Answers => ({
  'security.view': view,
  'security.sessions': () => sessions,
  'security.history': () => [event({})],
})

/** Draws one page with everything it needs above it but the frame: the pages load no session themselves. */
export async function openPage(page: ReactNode, answers: Answers, language: Language = 'en') {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true, scrollTo: () => {} })
  history.replaceState(null, '', '/portal/security')
  const { tabs } = fakeTabs()
  const fake = fakeClient(answers)
  const words = await load(language)
  const place = document.createElement('div')
  document.body.append(place)
  const root = createRoot(place)
  const choice = { read: () => null, write: () => {}, forget: () => {} }
  await act(async () =>
    root.render(
      <I18nProvider initial={words}>
        <PortalUi>
          <ClientContext value={fake.client}>
            <PulseContext value={startPulse(tabs, () => Date.now())}>
              <ReaderLanguageProvider choice={choice}>
                <SessionProvider>
                  <ClinicProvider>{page}</ClinicProvider>
                </SessionProvider>
              </ReaderLanguageProvider>
            </PulseContext>
          </ClientContext>
        </PortalUi>
      </I18nProvider>,
    ),
  )
  await settle()
  return {
    ...fake,
    /** Everything on the page, dialogs included. */
    text: () => document.body.textContent ?? '',
    /** By its spoken name; one of an open dialog before one of the page under it. */
    button: (name: string) => named<HTMLButtonElement>('button', (button) => spokenName(button) === name, name),
    field: (label: string) => labelled(label),
    focused: () => document.activeElement,
    close: async () => {
      await act(async () => root.unmount())
      place.remove()
    },
  }
}

const spokenName = (element: Element) => element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''

function named<E extends HTMLElement>(selector: string, fits: (element: E) => boolean, what: string): E {
  const all = [...document.querySelectorAll<E>(selector)]
  const inDialog = all.filter((element) => element.closest('[role="dialog"]'))
  const found = inDialog.reverse().find(fits) ?? all.find(fits)
  if (!found) throw new Error(`no ${selector} "${what}" among: ${all.map(spokenName).join(', ')}`)
  return found
}

function labelled(label: string): HTMLInputElement {
  const found = named<HTMLLabelElement>('label', (each) => each.textContent?.startsWith(label) === true, label)
  const field = document.getElementById(found.htmlFor)
  if (!(field instanceof HTMLInputElement) && !(field instanceof HTMLSelectElement))
    throw new Error(`no field ${label}`)
  return field as HTMLInputElement
}

/** The sentence that is read out with a field that needs another look. */
export function errorOf(field: HTMLElement): string {
  const ids = field.getAttribute('aria-describedby')?.split(' ') ?? []
  return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
}

/** The button that sends the form of this field. */
export function submitOf(field: HTMLElement): HTMLElement {
  const button = field.closest('form')?.querySelector<HTMLElement>('button[type="submit"]')
  if (!button) throw new Error('no form around the field')
  return button
}
