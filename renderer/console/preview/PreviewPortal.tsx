import { type ReactNode, Suspense, useMemo } from 'react'
import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import type { Preview } from '../../../shared/preview/previewSchemas'
import { createAnsweringClient } from '../../api/portalClient'
import { AccentStyle } from '../../portal/branding/AccentStyle'
import { LanguageLimit } from '../../portal/branding/LanguageLimit'
import { ConsentPage } from '../../portal/consent/ConsentPage'
import { ClientContext } from '../../portal/shell/ClientContext'
import { ClinicProvider } from '../../portal/shell/ClinicContext'
import { ExitContext } from '../../portal/shell/ExitContext'
import { Frame } from '../../portal/shell/Frame'
import { InsidePage } from '../../portal/shell/InsidePage'
import { isInside } from '../../portal/shell/insidePaths'
import { Notice } from '../../portal/shell/Notice'
import { PageBoundary } from '../../portal/shell/PageBoundary'
import { PortalOffPage } from '../../portal/shell/PortalOffPage'
import { PulseContext } from '../../portal/shell/PulseContext'
import { ReaderLanguageProvider } from '../../portal/shell/ReaderLanguage'
import { type Place, PlaceContext } from '../../portal/shell/router'
import { SessionStateContext } from '../../portal/shell/SessionContext'
import { SideBar } from '../../portal/shell/SideBar'
import { Waiting } from '../../portal/shell/Waiting'
import { I18nProvider, type load } from '../../portal/text/portalText'
import { SafetyPage } from '../../portal/waysIn/SafetyPage'
import { SignInPage } from '../../portal/waysIn/SignInPage'
import { PageContext } from '../../ui/PageContext'
import { PortalUi } from '../../ui/PortalUi'
import { INERT_PULSE, INERT_SESSION, leaveNothing, NO_CHOICE } from './inertParts'
import { meOf, previewAnswers } from './previewAnswers'
import { LEFT_OUT } from './previewWords'

export interface PreviewPortalProps {
  readonly preview: Preview
  /** The frame's document. */
  readonly page: Document
  readonly words: Awaited<ReturnType<typeof load>>
  readonly place: Place
  readonly scheme: 'light' | 'dark'
}

/** The portal's own pages around a client that knows the snapshot and nobody else. */
export function PreviewPortal({ preview, page, words, place, scheme }: PreviewPortalProps) {
  const client = useMemo(() => createAnsweringClient(previewAnswers(preview)), [preview])
  return (
    <PageContext value={page}>
      <I18nProvider initial={words}>
        <PortalUi scheme={scheme}>
          <ClientContext value={client}>
            <PulseContext value={INERT_PULSE}>
              <ExitContext value={leaveNothing}>
                <ReaderLanguageProvider choice={NO_CHOICE}>
                  <SessionStateContext value={INERT_SESSION}>
                    <ClinicProvider>
                      <PlaceContext value={place}>
                        <LanguageLimit />
                        <AccentStyle />
                        <Screen preview={preview} place={place} />
                      </PlaceContext>
                    </ClinicProvider>
                  </SessionStateContext>
                </ReaderLanguageProvider>
              </ExitContext>
            </PulseContext>
          </ClientContext>
        </PortalUi>
      </I18nProvider>
    </PageContext>
  )
}

/** As the portal's `App` and `PortalLayout` choose, without what watches sessions and clocks. */
function Screen({ preview, place: { path } }: Pick<PreviewPortalProps, 'preview' | 'place'>) {
  const me = meOf(preview)
  const nav = me !== null && isInside(path) ? <SideBar path={path} me={me} signingOut={IDLE} /> : null
  return (
    <Frame nav={nav}>
      <PageBoundary key={path}>
        <Suspense fallback={<Waiting lines={8} />}>{pageOf(preview, path, me)}</Suspense>
      </PageBoundary>
    </Frame>
  )
}

const IDLE = { busy: false, signOut: leaveNothing }

function pageOf({ obstacle }: Preview, path: Place['path'], me: PortalMe | null): ReactNode {
  if (path === '/safety') return <SafetyPage />
  if (obstacle === 'portal_off') return <PortalOffPage />
  if (me === null) return <SignInPage />
  if (path === '/consent') return <ConsentPage />
  if (path === '/enrol') return <LeftOut words={LEFT_OUT.enrol} />
  if (path === '/portal/security') return <LeftOut words={LEFT_OUT.security} />
  return <InsidePage path={isInside(path) ? path : '/home'} me={me} />
}

/** The preview's own words in the place of a page; in English, as the console is. */
function LeftOut({ words }: { readonly words: string }) {
  return (
    <div lang="en">
      <Notice tone="info">{words}</Notice>
    </div>
  )
}
