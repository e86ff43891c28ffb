import type { PortalClient } from '../../api/portalClient'
import type { Loaded } from '../../ui/i18n'
import { PortalUi } from '../../ui/PortalUi'
import type { en } from '../text/en'
import { I18nProvider } from '../text/portalText'
import { App } from './App'
import { ClientContext } from './ClientContext'
import { ClinicProvider } from './ClinicContext'
import { ExitContext } from './ExitContext'
import type { PortalFragments } from './fragments'
import type { LanguageChoice } from './languageChoice'
import { PulseContext } from './PulseContext'
import type { Pulse } from './pulse'
import { ReaderLanguageProvider } from './ReaderLanguage'
import { SessionProvider } from './SessionContext'

export interface PortalProps {
  readonly client: PortalClient
  readonly words: Loaded<typeof en>
  readonly choice: LanguageChoice
  readonly fragments: PortalFragments
  readonly pulse: Pulse
  /** The quick exit: leaves the portal at once. */
  readonly leave: () => void
}

/** The whole portal with everything it needs; `main.tsx` and the tests start it alike. */
export function Portal({ client, words, choice, fragments, pulse, leave }: PortalProps) {
  return (
    <I18nProvider initial={words}>
      <PortalUi>
        <ClientContext value={client}>
          <PulseContext value={pulse}>
            <ExitContext value={leave}>
              <ReaderLanguageProvider choice={choice}>
                <SessionProvider>
                  <ClinicProvider>
                    <App fragments={fragments} />
                  </ClinicProvider>
                </SessionProvider>
              </ReaderLanguageProvider>
            </ExitContext>
          </PulseContext>
        </ClientContext>
      </PortalUi>
    </I18nProvider>
  )
}
