import {
  type Icon,
  IconEye,
  IconFileCheck,
  IconFlag,
  IconHome,
  IconLogout,
  IconMessage,
  IconShieldLock,
} from '@tabler/icons-react'
import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import { useText } from '../text/portalText'
import { gateOf } from './gates'
import type { InsidePath } from './insidePaths'
import { Link } from './router'
import classes from './sideBar.module.css'
import type { SignOut } from './useSignOut'

export interface SideBarProps {
  readonly path: string
  /** Null while nobody knows yet who is signed in: the entries stand already, so that nothing jumps. */
  readonly me: PortalMe | null
  readonly signingOut: Pick<SignOut, 'busy' | 'signOut'>
}

/** The pages of somebody signed in (S1.13), and the way out. */
export function SideBar({ path, me, signingOut }: SideBarProps) {
  const { shell } = useText()
  // While a gate is closed the other pages would only lead back to it.
  const isOpen = me === null || gateOf(me) === null
  const messages = me === null || me.functions.some(({ name }) => name === 'messages')
  const unread = me?.unreadMessages ?? 0
  const entry = { path }
  return (
    <nav className={classes.nav} aria-label={shell.navigation}>
      <ul>
        {isOpen ? <Entry {...entry} to="/home" glyph={IconHome} label={shell.home} /> : null}
        {isOpen && messages ? (
          <Entry {...entry} to="/portal/messages" glyph={IconMessage} label={shell.messages} unread={unread} />
        ) : null}
        {isOpen ? <Entry {...entry} to="/portal/access" glyph={IconEye} label={shell.accessLog} /> : null}
        <Entry {...entry} to="/portal/agreements" glyph={IconFileCheck} label={shell.agreements} />
        {isOpen ? <Entry {...entry} to="/portal/corrections" glyph={IconFlag} label={shell.corrections} /> : null}
        {isOpen ? <Entry {...entry} to="/portal/security" glyph={IconShieldLock} label={shell.security} /> : null}
      </ul>
      <button type="button" className={classes.entry} aria-disabled={signingOut.busy} onClick={signingOut.signOut}>
        <IconLogout size={22} stroke={1.6} aria-hidden />
        {shell.signOut}
      </button>
    </nav>
  )
}

interface EntryProps {
  readonly path: string
  readonly to: InsidePath
  readonly glyph: Icon
  readonly label: string
  readonly unread?: number
}

function Entry({ path, to, glyph: Glyph, label, unread = 0 }: EntryProps) {
  const { shell } = useText()
  return (
    <li>
      <Link className={classes.entry} to={to} {...(path === to ? { 'aria-current': 'page' } : {})}>
        <Glyph size={22} stroke={1.6} aria-hidden />
        <span>{label}</span>
        {unread > 0 ? (
          <>
            <span className={classes.count} aria-hidden>
              {unread > 99 ? '99+' : unread}
            </span>
            <span className="v-hidden"> ({shell.unread({ count: unread })})</span>
          </>
        ) : null}
      </Link>
    </li>
  )
}
