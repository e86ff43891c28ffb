// @vitest-environment happy-dom
import { act, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { createAnsweringClient } from '../../renderer/api/portalClient'
import { PreviewPage } from '../../renderer/console/preview/PreviewPage'
import { previewAnswers } from '../../renderer/console/preview/previewAnswers'
import { SessionContext } from '../../renderer/console/shell/SessionContext'
import { shell } from '../../renderer/portal/text/en/shell'
import { ConsoleUi } from '../../renderer/ui/ConsoleUi'
import { describeProcedures } from '../../server/app/describeProcedures'
import { LANGUAGES } from '../../shared/clinic/clinicSchemas'
import { OBSTACLES, type Preview } from '../../shared/preview/previewSchemas'
import { closeClinics, openTestClinic } from '../console/participantsKit'
import { clinic, consentStep, me, record, settle, until } from '../portal/portalPage'

const { sessionEndsAt, idleSeconds, shared, lockMinutes, ...person } = me
const PREVIEW: Preview = {
  at: '2026-11-30T15:00:00.000Z',
  obstacle: null,
  signInPaused: false,
  clinic,
  language: 'en',
  pages: {
    me: { ...person, unreadMessages: 1 },
    receipts: [],
    consent: null,
    inside: {
      record,
      messages: [
        {
          id: 'm1',
          mine: false,
          authorName: 'Noor Haddad',
          body: 'On Monday at ten.',
          sentAt: '2026-11-29T10:00:00.000Z',
          readAt: null,
        },
      ],
      corrections: [],
      accessLog: { events: [], next: null },
    },
  },
}

const fetching = vi.fn()
const { fetch } = globalThis
beforeEach(() => {
  fetching.mockReset().mockRejectedValue(new Error('nothing may leave'))
  globalThis.fetch = fetching
  // Off by default in tests: a frame would load pages.
  Object.assign((window as unknown as { happyDOM: { settings: object } }).happyDOM.settings, {
    disableIframePageLoading: false,
  })
})
afterEach(async () => {
  globalThis.fetch = fetch
  await closeClinics()
})

async function openPage(answer: () => Promise<Preview>, link: 'online' | 'offline' = 'online') {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const test = await openTestClinic({ participants: 2, link })
  const [someone] = test.people
  if (!someone) throw new Error('nobody is there')
  const calls: unknown[] = []
  const mutate = async (input: unknown) => {
    calls.push(input)
    return await answer()
  }
  const session = { ...test.session, client: { preview: { open: { mutate } } } as never }
  const place = document.createElement('main')
  document.body.append(place)
  const root = createRoot(place)
  const location = memoryLocation({ path: `/participants/${someone.id}/preview` })
  await act(async () =>
    root.render(
      <StrictMode>
        <ConsoleUi>
          <Router hook={location.hook}>
            <SessionContext value={session}>
              <PreviewPage participantId={someone.id} />
            </SessionContext>
          </Router>
        </ConsoleUi>
      </StrictMode>,
    ),
  )
  await settle()
  const frame = () => place.querySelector('iframe')?.contentDocument ?? null
  return {
    ...test,
    someone,
    calls,
    place,
    frame,
    framed: () => frame()?.body.textContent ?? '',
    text: () => place.textContent ?? '',
    close: async () => {
      await act(async () => root.unmount())
      place.remove()
    },
  }
}
const inFrame = async (page: Awaited<ReturnType<typeof openPage>>, words: string) => {
  const found = [...(page.frame()?.querySelectorAll<HTMLElement>('a, button') ?? [])].find((one) =>
    one.textContent?.startsWith(words),
  )
  if (!found) throw new Error(`nothing says ${words}: ${page.framed()}`)
  await act(async () => found.click())
  await settle()
}

test('product item 10: no call of the portal leaves the preview, whichever it is', async () => {
  const client = createAnsweringClient(previewAnswers(PREVIEW)) as unknown as Record<
    string,
    Record<string, Record<string, () => Promise<unknown>>>
  >
  const held: string[] = []
  for (const { path, kind } of describeProcedures().portal) {
    const [feature = '', name = ''] = path.split('.')
    const call = client[feature]?.[name]?.[kind === 'query' ? 'query' : 'mutate'] as () => Promise<unknown>
    const answered = await call().then(
      () => true,
      () => false,
    )
    if (answered) held.push(path)
  }
  expect(held.sort()).toEqual([
    'accessLog.list',
    'auth.me',
    'clinic.public',
    'consent.receipts',
    'corrections.list',
    'messages.list',
    'record.own',
  ])
  for (const path of held) {
    const [feature = '', name = ''] = path.split('.')
    await expect(client[feature]?.[name]?.mutate?.()).rejects.toThrow()
  }
  expect(fetching).not.toHaveBeenCalled()
})

test('product item 10: one look a visit, the portal’s own pages in the frame, the bar says whose and when', async () => {
  const page = await openPage(async () => PREVIEW)
  await until(() => page.framed().includes('Hello, Ada'))
  expect(page.calls).toEqual([{ participantId: page.someone.id }])
  expect(page.text()).toContain(page.someone.familyName)
  expect(page.text()).toContain('Read only; shown in their access log.')
  await inFrame(page, 'Messages')
  await until(() => page.framed().includes('On Monday at ten.'))
  await inFrame(page, 'Send')
  expect(page.text()).toContain('“Send”: Only the participant can press this. Nothing was sent.')
  await inFrame(page, 'Security')
  expect(page.framed()).toContain('the Security page is left out')
  expect(page.text()).not.toContain('Nothing was sent')
  // The page around it stays the console's.
  expect([document.documentElement.lang, document.title]).not.toContain('Messages')
  expect([page.calls.length, fetching.mock.calls.length]).toEqual([1, 0])
  await page.close()
})

test('product item 10, R4: what was seen is gone from the page with the page, and lies in no store', async () => {
  const page = await openPage(async () => PREVIEW)
  await until(() => page.framed().includes('Hello, Ada'))
  const frame = page.frame()
  const keeps = vi.spyOn(Storage.prototype, 'setItem')
  await page.close()
  expect(document.querySelector('iframe')).toBeNull()
  expect(frame?.body.textContent).not.toContain('Adèle')
  expect(document.documentElement.outerHTML).not.toContain('Adèle')
  for (const store of Object.values(page.replica.stores))
    expect(JSON.stringify([...store.all()])).not.toContain('On Monday at ten.')
  expect(keeps).not.toHaveBeenCalled()
})

test('product item 10: offline the page asks nothing and says what it needs', async () => {
  const page = await openPage(async () => PREVIEW, 'offline')
  expect(page.text()).toContain('Come back when this console is online.')
  expect([page.calls, page.frame()]).toEqual([[], null])
  await act(async () => page.setLink('online'))
  await until(() => page.framed().includes('Hello, Ada'))
  await page.close()
})

test('product item 10: a refusal says so, and another try is one more look', async () => {
  let tries = 0
  const page = await openPage(async () => {
    tries += 1
    if (tries === 1) throw new Error('no')
    return PREVIEW
  })
  await until(() => page.text().includes('The preview could not be made'))
  const again = [...page.place.querySelectorAll('button')].find(({ textContent }) => textContent === 'Try again')
  await act(async () => again?.click())
  await until(() => page.framed().includes('Hello, Ada'))
  expect(page.calls).toHaveLength(2)
  await page.close()
})

test.each(
  OBSTACLES,
)('product item 10: %s is said first, and nothing stands in the frame that they would not see', async (obstacle) => {
  const waits = obstacle === 'consents'
  const pages =
    waits || obstacle === 'second_factor'
      ? {
          me: { ...person, consentDone: !waits, mfaDone: waits },
          receipts: [],
          consent: waits ? { en: consentStep(2), fr: consentStep(2, 'fr'), es: consentStep(2, 'es') } : null,
          inside: null,
        }
      : null
  const page = await openPage(async () => ({
    ...PREVIEW,
    obstacle,
    pages,
    clinic: { ...clinic, portalEnabled: obstacle !== 'portal_off' },
  }))
  const seen = {
    portal_off: shell.offTitle,
    no_account: 'Send Login Link',
    revoked: 'Send Login Link',
    consents: 'Text 2 in en',
    second_factor: 'an authenticator app is set up',
  }[obstacle]
  await until(() => page.framed().includes(seen))
  expect(page.place.querySelector('.mantine-Alert-root')?.textContent?.length).toBeGreaterThan(40)
  expect(page.framed()).not.toContain('Adèle')
  await page.close()
})

test('product item 10: the text that waits is read in the language that is picked in the preview', () => {
  const consent = { en: consentStep(1), fr: consentStep(1, 'fr'), es: consentStep(1, 'es') }
  const answer = previewAnswers({ ...PREVIEW, pages: { me: person, receipts: [], consent, inside: null } })
  for (const language of LANGUAGES) expect(answer('consent.current', { language })).toEqual(consent[language])
  expect(answer('consent.current', undefined)).toEqual(consent.en)
  expect(() => answer('record.own', undefined)).toThrow()
  // What the preview holds is read and never changed, and nothing is an answer of its own.
  expect(() => previewAnswers(PREVIEW)('consent.current', undefined)).toThrow()
  expect(() => answer('toString', undefined)).toThrow()
  expect(() => previewAnswers({ ...PREVIEW, pages: null })('auth.me', undefined)).toThrow()
})
