import { Component, type ReactNode, Suspense } from 'react'
import { Link, Redirect, Route, Switch, useLocation } from 'wouter'
import { allows } from '../../../shared/access/roles'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorState } from '../../ui/ErrorState'
import { SETTINGS_PARTS } from '../settings/settingsParts'
import { lazyPart } from './lazyPart'
import { useSession, useStore } from './SessionContext'
import { useSay } from './terms'

const ConflictsPage = lazyPart(() => import('../conflicts/ConflictsPage'), 'ConflictsPage')
const UndonePage = lazyPart(() => import('../backup/UndonePage'), 'UndonePage')
const CorrectionsPage = lazyPart(() => import('../corrections/CorrectionsPage'), 'CorrectionsPage')
const CorrectionPage = lazyPart(() => import('../corrections/CorrectionPage'), 'CorrectionPage')
const HelpPage = lazyPart(() => import('../help/HelpPage'), 'HelpPage')
const GuidePage = lazyPart(() => import('../help/GuidePage'), 'GuidePage')
const ArticlePage = lazyPart(() => import('../help/ArticlePage'), 'ArticlePage')
const DevicesPage = lazyPart(() => import('../devices/DevicesPage'), 'DevicesPage')
const HoldingPage = lazyPart(() => import('../devices/HoldingPage'), 'HoldingPage')

const AuditPage = lazyPart(() => import('../audit/AuditPage'), 'AuditPage')
const InvitesPage = lazyPart(() => import('../invites/InvitesPage'), 'InvitesPage')
const MySecurityPage = lazyPart(() => import('../signIn/MySecurityPage'), 'MySecurityPage')
const SettingsPage = lazyPart(() => import('../settings/SettingsPage'), 'SettingsPage')
const SyncHealthPage = lazyPart(() => import('../syncHealth/SyncHealthPage'), 'SyncHealthPage')
const TeamPage = lazyPart(() => import('../team/TeamPage'), 'TeamPage')
const QueuePage = lazyPart(() => import('../sync/QueuePage'), 'QueuePage')
const ParticipantsPage = lazyPart(() => import('../participants/ParticipantsPage'), 'ParticipantsPage')
const ParticipantPage = lazyPart(() => import('../participants/ParticipantPage'), 'ParticipantPage')
const PreviewPage = lazyPart(() => import('../preview/PreviewPage'), 'PreviewPage')
const NewParticipantPage = lazyPart(() => import('../participants/NewParticipantPage'), 'NewParticipantPage')

/** Which page stands in the frame. A page that fails takes only itself down. */
export function ShellRoutes() {
  const say = useSay()
  const [path] = useLocation()
  const { replica, staffId } = useSession()
  const role = useStore(replica.stores.staff).get(staffId)?.role
  return (
    <PageGuard key={pageOf(path)}>
      <Suspense fallback={null}>
        <Switch>
          <Route path="/">
            <Redirect to="/participants" replace />
          </Route>
          <Route path="/participants">
            <ParticipantsPage />
          </Route>
          <Route path="/participants/new">
            <NewParticipantPage />
          </Route>
          <Route path="/participants/:id">{({ id }) => <ParticipantPage participantId={id} tab="details" />}</Route>
          <Route path="/participants/:id/portal">
            {({ id }) => <ParticipantPage participantId={id} tab="portal" />}
          </Route>
          <Route path="/participants/:id/messages">
            {({ id }) => <ParticipantPage participantId={id} tab="messages" />}
          </Route>
          <Route path="/participants/:id/sign-ins">
            {({ id }) => <ParticipantPage participantId={id} tab="sign-ins" />}
          </Route>
          <Route path="/participants/:id/timeline">
            {({ id }) => <ParticipantPage participantId={id} tab="timeline" />}
          </Route>
          {role && allows(role, 'portal.preview') ? (
            <Route path="/participants/:id/preview">{({ id }) => <PreviewPage key={id} participantId={id} />}</Route>
          ) : null}
          {role && allows(role, 'correction.decide') ? (
            <Route path="/corrections">
              <CorrectionsPage />
            </Route>
          ) : null}
          {role && allows(role, 'correction.read') ? (
            <Route path="/corrections/:id">{({ id }) => <CorrectionPage correctionId={id} />}</Route>
          ) : null}
          <Route path="/conflicts">
            <ConflictsPage />
          </Route>
          <Route path="/restored">
            <UndonePage />
          </Route>
          <Route path="/queue">
            <QueuePage />
          </Route>
          <Route path="/invites">
            <InvitesPage />
          </Route>
          <Route path="/settings/security">
            <MySecurityPage />
          </Route>
          {role && allows(role, 'settings.change') ? (
            <Route path="/settings/:part?">
              {({ part }) => <SettingsPage part={SETTINGS_PARTS.find((name) => name === part) ?? 'clinic'} />}
            </Route>
          ) : null}
          {role && allows(role, 'team.manage') ? (
            <Route path="/team">
              <TeamPage />
            </Route>
          ) : null}
          {role && allows(role, 'device.decide') ? (
            <Route path="/consoles">
              <DevicesPage />
            </Route>
          ) : null}
          {role && allows(role, 'device.decide') ? (
            <Route path="/consoles/:id">{({ id }) => <HoldingPage deviceId={id} />}</Route>
          ) : null}
          {role && allows(role, 'audit.read') ? (
            <Route path="/audit">
              <AuditPage />
            </Route>
          ) : null}
          <Route path="/sync">
            <SyncHealthPage />
          </Route>
          <Route path="/help">
            <HelpPage />
          </Route>
          <Route path="/help/participant-guide">
            <GuidePage />
          </Route>
          <Route path="/help/:slug">{({ slug }) => <ArticlePage slug={slug} />}</Route>
          <Route>
            <EmptyState
              title="There is nothing here"
              action={<Link href="/participants">{say('Go to participants')}</Link>}
            />
          </Route>
        </Switch>
      </Suspense>
    </PageGuard>
  )
}

/** What a failure takes down together. The parts of Settings share one draft, so they are one page. */
function pageOf(path: string): string {
  const [, first = '', second = ''] = path.split('/')
  return first === 'settings' ? first : `${first}/${second}`
}

class PageGuard extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <ErrorState
        title="This page could not be shown"
        sentence="Nothing was changed. Your records and unsent changes are safe."
        onRetry={() => this.setState({ failed: false })}
      />
    )
  }
}
