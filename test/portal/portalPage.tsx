import { TRPCClientError } from '@trpc/client'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { problemOf } from '../../renderer/api/apiError'
import type { OnAnswer, PortalClient } from '../../renderer/api/portalClient'
import { portalFragments } from '../../renderer/portal/shell/fragments'
import { languageChoice } from '../../renderer/portal/shell/languageChoice'
import { Portal } from '../../renderer/portal/shell/Portal'
import { startPulse } from '../../renderer/portal/shell/pulse'
import type { Tabs, TabWord } from '../../renderer/portal/shell/tabs'
import { load } from '../../renderer/portal/text/portalText'
import type { Language } from '../../renderer/ui/language'
import type { InviteView, OwnRecord, PortalMe, PublicClinic } from '../../shared/accounts/portalSchemas'
import { clinicSettingsSchema } from '../../shared/clinic/clinicSchemas'
import type { ConsentStep } from '../../shared/consent/consentSchemas'
import type { ErrorCode, WireError } from '../../shared/errors/errorCodes'

const settings = clinicSettingsSchema.parse({})
export const clinic: PublicClinic = {
  name: 'Harbour Street Clinic',
  phone: '+1 416 555 0100',
  email: 'frontdesk@example.org',
  address: '12 Harbour Street\nPortside',
  minPasswordLength: 15,
  portalEnabled: true,
  methods: settings.methods,
  languages: settings.languages,
  branding: settings.branding,
  logoUrl: null,
  terms: settings.terms,
  registration: settings.registration,
}
export const registering: InviteView = { step: 'register', tries: null, language: 'en', clinic }
export const me: PortalMe = {
  displayName: 'Ada',
  email: 'ada@example.org',
  language: 'en',
  consentDone: true,
  mfaDone: true,
  hasFactor: false,
  emailVerified: true,
  holder: 'self',
  idleSeconds: 86_400,
  shared: false,
  lockMinutes: null,
  functions: [
    { name: 'details', link: null },
    { name: 'messages', link: null },
  ],
  unreadMessages: 0,
  detailsWanted: false,
  sessionEndsAt: '2026-11-22T00:00:00.000Z',
}
export const record: OwnRecord = {
  givenName: 'Adèle',
  familyName: 'Fortin',
  preferredName: 'Ada',
  pronouns: 'she/her',
  birthDate: '1984-03-09',
  fileNumber: 'HS-20417',
  address: '4 Port Road\nPortside',
  emails: [
    { value: 'ada@example.org', label: 'home', isDefault: true },
    { value: 'work@example.org', label: 'work', isDefault: false },
  ],
  phones: [{ value: '+1 416 555 0147', label: 'mobile', isDefault: true }],
  programName: 'Living with pain',
  clinic,
}
export const consentStep = (step: number, language: Language = 'en', version = 1): ConsentStep => {
  const documentId = (['privacy', 'data_use', 'rights'] as const)[step - 1]
  const words = { title: `Text ${step} in ${language}, version ${version}`, body: 'First part.\n\nSecond part.' }
  return { step, total: 3, text: documentId ? { documentId, version, language, ...words, hash: 'a'.repeat(64) } : null }
}

/** What the server throws, as it arrives in the browser. */
export function refusal(code: ErrorCode, more: Partial<WireError> = {}): TRPCClientError<never> {
  const data = { code, sentence: code, requestId: 'r-1', ...more }
  return TRPCClientError.from({ error: { message: code, code: -32000, data } } as never)
}

type Answer = (input: never) => unknown
/** What each procedure does, by its name; one that is not named is not expected to be called. */
export type Answers = Readonly<Record<string, Answer>>

const standard: Answers = { 'clinic.public': () => clinic }

/** A client whose procedures are plain functions; `calls` lists them in the order in which they were asked. */
export function fakeClient(answers: Answers, onAnswer: OnAnswer = () => {}) {
  const calls: { readonly name: string; readonly input: unknown; readonly address: string }[] = []
  const ask = async (name: string, input: unknown) => {
    calls.push({ name, input, address: location.href })
    const answer = answers[name] ?? standard[name]
    if (!answer) throw new Error(`${name} was not expected`)
    try {
      const given = await answer(input as never)
      onAnswer(null)
      return given
    } catch (error) {
      onAnswer(problemOf(error).code)
      throw error
    }
  }
  const procedure = (name: string) => ({
    query: (input?: unknown) => ask(name, input),
    mutate: (input?: unknown) => ask(name, input),
  })
  const feature = (name: string) => new Proxy({}, { get: (_target, member) => procedure(`${name}.${String(member)}`) })
  const client = new Proxy({}, { get: (_target, name) => feature(String(name)) }) as PortalClient
  return { client, calls, asked: (name: string) => calls.filter((call) => call.name === name) }
}

export interface OpenOptions {
  readonly language?: Language
  readonly storage?: () => Storage
  /** The clock of idle times; the system's by default. */
  readonly now?: () => number
}

/** The other tabs of the browser: what this one told them, and a way to say something as one of them. */
export function fakeTabs() {
  const told: TabWord[] = []
  const listeners = new Set<(word: TabWord) => void>()
  const tabs: Tabs = {
    tell: (word) => told.push(word),
    hear: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const say = async (word: TabWord) => {
    await act(async () => {
      for (const listener of listeners) listener(word)
    })
    await settle()
  }
  return { tabs, told, say }
}

const noStorage = (): Storage => {
  throw new Error('blocked')
}

/** Opens the portal at an address, as `main.tsx` does. */
export async function openPortal(address: string, answers: Answers, options: OpenOptions = {}) {
  const { language = 'en', storage, now = () => Date.now() } = options
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true, scrollTo: () => {} })
  history.replaceState(null, '', address)
  const others = fakeTabs()
  const pulse = startPulse(others.tabs, now)
  const fake = fakeClient(answers, pulse.answered)
  const fragments = portalFragments(window)
  let left = 0
  const leave = () => {
    left += 1
  }
  const words = await load(language)
  const place = document.createElement('div')
  document.body.append(place)
  const root = createRoot(place)
  const choice = languageChoice(storage ?? noStorage)
  await act(async () =>
    root.render(
      <Portal client={fake.client} words={words} choice={choice} fragments={fragments} pulse={pulse} leave={leave} />,
    ),
  )
  await settle()
  return {
    ...fake,
    others,
    /** How often the quick exit was taken. */
    left: () => left,
    place,
    main: () => query(place, 'main'),
    text: () => query(place, 'main').textContent ?? '',
    find: (selector: string) => query(place, selector),
    button: (words: string) => {
      const buttons = [...document.querySelectorAll<HTMLElement>('button')]
      const found = buttons.find((button) => button.textContent?.trim() === words)
      if (!found)
        throw new Error(`no button says "${words}": ${buttons.map((button) => button.textContent).join(', ')}`)
      return found
    },
    close: async () => {
      await act(async () => root.unmount())
      place.remove()
    },
  }
}

function query(place: HTMLElement, selector: string): HTMLElement {
  const found = place.querySelector<HTMLElement>(selector)
  if (!found) throw new Error(`nothing matches ${selector}: ${place.querySelector('main')?.textContent}`)
  return found
}

/** Lets answers, lazy screens and dictionaries arrive. */
export async function settle(rounds = 8) {
  for (let round = 0; round < rounds; round++) await act(async () => await new Promise((done) => setTimeout(done, 2)))
}

/** Waits until something is so; screens that are fetched lazily take their time on a busy machine. */
export async function until(holds: () => boolean) {
  const patience = Date.now() + 30_000
  while (!holds() && Date.now() < patience) await settle(1)
  if (!holds()) throw new Error(`it did not happen: ${document.querySelector('main')?.textContent}`)
}

export async function press(element: HTMLElement) {
  await act(async () => element.click())
  await settle()
}

/** Types a whole value, as a paste or a password manager would. */
export async function fill(input: HTMLElement, value: string) {
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

export async function choose(select: HTMLElement, value: string) {
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(select, value)
    select.dispatchEvent(new Event('change', { bubbles: true }))
  })
  await settle()
}
