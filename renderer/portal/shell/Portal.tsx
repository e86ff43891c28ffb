import type { PortalClient } from '../../api/portalClient'
import type { Loaded } from '../../ui/i18n'
import { PortalUi } from '../../ui/PortalUi'
import type { InviteFragments } from '../invite/inviteFragment'
import type { en } from '../text/en'
import { I18nProvider } from '../text/portalText'
import { App } from './App'
import { ClientContext } from './ClientContext'
import { ClinicProvider } from './ClinicContext'
import type { LanguageChoice } from './languageChoice'
import { ReaderLanguageProvider } from './ReaderLanguage'
import { SessionProvider } from './SessionContext'

export interface PortalProps {
  readonly client: PortalClient
  readonly words: Loaded<typeof en>
  readonly choice: LanguageChoice
  readonly fragments: InviteFragments
}

/** The whole portal with everything it needs; `main.tsx` and the tests start it alike. */
export function Portal({ client, words, choice, fragments }: PortalProps) {
  return (
    <I18nProvider initial={words}>
      <PortalUi>
        <ClientContext value={client}>
          <ReaderLanguageProvider choice={choice}>
            <SessionProvider>
              <ClinicProvider>
                <App fragments={fragments} />
              </ClinicProvider>
            </SessionProvider>
          </ReaderLanguageProvider>
        </ClientContext>
      </PortalUi>
    </I18nProvider>
  )
}
