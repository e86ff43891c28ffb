import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { ClientContext } from '../../renderer/portal/shell/ClientContext'
import { ClinicProvider } from '../../renderer/portal/shell/ClinicContext'
import { languageChoice } from '../../renderer/portal/shell/languageChoice'
import { PulseContext } from '../../renderer/portal/shell/PulseContext'
import { startPulse } from '../../renderer/portal/shell/pulse'
import { ReaderLanguageProvider } from '../../renderer/portal/shell/ReaderLanguage'
import { SessionProvider } from '../../renderer/portal/shell/SessionContext'
import { I18nProvider, load } from '../../renderer/portal/text/portalText'
import type { Language } from '../../renderer/ui/language'
import { PortalUi } from '../../renderer/ui/PortalUi'
import { type Answers, fakeClient, fakeTabs, settle } from './portalPage'

/** One page of somebody signed in, with everything around it that it needs and without the layout, which has tests of its own. */
export async function openInside(page: ReactNode, answers: Answers, language: Language = 'en') {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true, scrollTo: () => {} })
  history.replaceState(null, '', '/portal/here')
  const fake = fakeClient(answers)
  const words = await load(language)
  const place = document.createElement('main')
  document.body.append(place)
  const root = createRoot(place)
  const pulse = startPulse(fakeTabs().tabs, () => Date.now())
  const choice = languageChoice(() => {
    throw new Error('blocked')
  })
  await act(async () =>
    root.render(
      <I18nProvider initial={words}>
        <PortalUi>
          <ClientContext value={fake.client}>
            <PulseContext value={pulse}>
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
    place,
    text: () => place.textContent ?? '',
    close: async () => {
      await act(async () => root.unmount())
      place.remove()
    },
  }
}

/** Types into a text area the way a person does. */
export async function write(place: HTMLElement, words: string) {
  const field = place.querySelector('textarea')
  if (!field) throw new Error('there is no text area')
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field, words)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

/** Presses the button, or chooses the radio or box, whose words begin so. */
export async function choose(place: HTMLElement, words: string) {
  const found = [...place.querySelectorAll<HTMLElement>('button, label, a')].find((element) =>
    element.textContent?.trim().startsWith(words),
  )
  if (!found) throw new Error(`nothing says "${words}": ${place.textContent}`)
  await act(async () => found.click())
  await settle()
}
