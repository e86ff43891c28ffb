import {
  IconActivityHeartbeat,
  IconDevices,
  IconFilePencil,
  IconGitMerge,
  IconHelp,
  IconMail,
  IconSettings,
  IconShieldCheck,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { allows } from '../../../shared/access/roles'
import { Mark } from '../../ui/Mark'
import type { Tone } from '../../ui/tokens'
import { Wordmark } from '../../ui/Wordmark'
import { openCount } from '../conflicts/conflictViews'
import { useInboxCounts } from '../corrections/useInbox'
import { useWaitingConsoles } from '../devices/useConsoles'
import { SyncStatus } from '../sync/SyncStatus'
import { PersonMenu } from './PersonMenu'
import { useSession, useStore } from './SessionContext'
import classes from './Shell.module.css'
import { SEARCH_LINK } from './searchShortcut'
import { useSay } from './terms'

/** Where one can go, how this console stands with the server, and who is here. A bar along the top in a narrow window. */
export function SideBar() {
  const say = useSay()
  const { replica, staffId } = useSession()
  const role = useStore(replica.stores.staff).get(staffId)?.role
  const clinic = useStore(replica.stores.clinic).get('clinic')
  return (
    <aside className={classes.side} aria-label="Console">
      <div className={classes.brand}>
        <span className={classes.brandWide}>
          <Wordmark size={22} />
        </span>
        <span className={classes.brandNarrow}>
          <Mark size={24} />
        </span>
        {clinic ? <bdi className={classes.clinic}>{clinic.name}</bdi> : null}
      </div>
      <nav className={classes.nav} aria-label="Main">
        <NavEntry
          id={SEARCH_LINK}
          to="/participants"
          icon={<IconUsers size={18} aria-hidden />}
          label={say('Participants')}
        />
        {role && allows(role, 'correction.decide') ? <CorrectionsEntry /> : null}
        <ConflictsEntry />
        <NavEntry to="/invites" icon={<IconMail size={18} aria-hidden />} label="Invites" />
        {role && allows(role, 'settings.change') ? (
          <NavEntry to="/settings" icon={<IconSettings size={18} aria-hidden />} label="Settings" />
        ) : null}
        {role && allows(role, 'team.manage') ? (
          <NavEntry to="/team" icon={<IconUsersGroup size={18} aria-hidden />} label="Staff and roles" />
        ) : null}
        {role && allows(role, 'device.decide') ? <ConsolesEntry /> : null}
        {role && allows(role, 'audit.read') ? (
          <NavEntry to="/audit" icon={<IconShieldCheck size={18} aria-hidden />} label="Audit log" />
        ) : null}
        <NavEntry to="/sync" icon={<IconActivityHeartbeat size={18} aria-hidden />} label="Sync health" />
        <NavEntry to="/help" icon={<IconHelp size={18} aria-hidden />} label="Help" />
      </nav>
      <div className={classes.sideFoot}>
        <SyncStatus />
        <PersonMenu />
      </div>
    </aside>
  )
}

/** How many wait for a decision; that some are overdue is said in words beside the colour. */
function CorrectionsEntry() {
  const { open, overdue } = useInboxCounts()
  const waiting = open === 1 ? '1 request waits for a decision' : `${open} requests wait for a decision`
  return (
    <NavEntry
      to="/corrections"
      icon={<IconFilePencil size={18} aria-hidden />}
      label="Corrections"
      {...(overdue > 0 ? { note: `${overdue} overdue`, badgeTone: 'danger' as const } : { badgeTone: 'info' as const })}
      {...(open > 0 ? { badge: open, badgeWords: waiting } : {})}
    />
  )
}

function ConflictsEntry() {
  const { replica } = useSession()
  const open = openCount({ conflicts: useStore(replica.stores.conflicts) })
  return (
    <NavEntry
      to="/conflicts"
      icon={<IconGitMerge size={18} aria-hidden />}
      label="Conflicts"
      {...(open > 0
        ? {
            badge: open,
            badgeWords: open === 1 ? '1 conflict waits for a choice' : `${open} conflicts wait for a choice`,
          }
        : {})}
    />
  )
}

function ConsolesEntry() {
  const waiting = useWaitingConsoles()
  return (
    <NavEntry
      to="/consoles"
      icon={<IconDevices size={18} aria-hidden />}
      label="Consoles"
      {...(waiting > 0
        ? { badge: waiting, badgeWords: waiting === 1 ? '1 console waits' : `${waiting} consoles wait` }
        : {})}
    />
  )
}

interface NavEntryProps {
  readonly id?: string
  readonly to: string
  readonly icon: ReactNode
  readonly label: string
  readonly badge?: number
  readonly badgeWords?: string
  readonly badgeTone?: Tone
  /** Under the label, in the tone of something that is late. */
  readonly note?: string
}

function NavEntry({ id, to, icon, label, badge, badgeWords, badgeTone = 'warn', note }: NavEntryProps) {
  const [path] = useLocation()
  // One's own security lies under /settings for its address only: it is opened from the person menu.
  const here = path === to || (path.startsWith(`${to}/`) && path !== '/settings/security')
  return (
    <Link href={to} id={id} className={classes.entry} aria-current={here ? 'page' : undefined} draggable={false}>
      {icon}
      <span>
        {label}
        {note ? (
          <span className={classes.entryNote}>
            <span className="v-hidden">, </span>
            {note}
          </span>
        ) : null}
      </span>
      {badge ? (
        <span className={classes.badge} data-tone={badgeTone} title={badgeWords}>
          <span aria-hidden>{badge}</span>
          <span className="v-hidden">, {badgeWords}</span>
        </span>
      ) : null}
    </Link>
  )
}
