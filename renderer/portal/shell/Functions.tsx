import {
  type Icon,
  IconCalendar,
  IconExternalLink,
  IconForms,
  IconMessage,
  IconReceipt,
  IconShieldHeart,
  IconUser,
  IconVideo,
} from '@tabler/icons-react'
import type { PortalMe } from '../../../shared/accounts/portalSchemas'
import { useText } from '../text/portalText'
import { Link, type PortalPath } from './router'
import classes from './sideBar.module.css'

type PortalFunction = PortalMe['functions'][number]

const GLYPHS: Readonly<Record<PortalFunction['name'], Icon>> = {
  scheduling: IconCalendar,
  telehealth: IconVideo,
  receipts: IconReceipt,
  forms: IconForms,
  details: IconUser,
  messages: IconMessage,
  insurance: IconShieldHeart,
}
const BUILT_IN: Partial<Record<PortalFunction['name'], PortalPath>> = {
  details: '/details',
  messages: '/portal/messages',
}

/** S3.14, S4.10, S4.11: what the clinic has switched on, and nothing else. */
export function Functions({ functions }: { readonly functions: PortalMe['functions'] }) {
  const { shell } = useText()
  const usable = functions.filter(({ name, link }) => (link === null ? name in BUILT_IN : link.startsWith('https://')))
  if (usable.length === 0) return null
  return (
    <section className={classes.section} aria-labelledby="functions">
      <h2 id="functions">{shell.functionsTitle}</h2>
      <ul className={classes.functions}>
        {usable.map((one) => (
          <li key={one.name}>
            <FunctionCard {...one} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function FunctionCard({ name, link }: PortalFunction) {
  const { shell } = useText()
  const Glyph = GLYPHS[name]
  const words = (
    <span>
      <strong>{shell.functions[name]}</strong>
      <small>{shell.functionHints[name]}</small>
      {link === null ? null : <small>{shell.newTab}</small>}
    </span>
  )
  if (link === null)
    return (
      <Link className={classes.function} to={BUILT_IN[name] ?? '/home'}>
        <Glyph size={26} stroke={1.6} aria-hidden />
        {words}
      </Link>
    )
  return (
    <a className={classes.function} href={link} target="_blank" rel="noopener noreferrer">
      <IconExternalLink size={26} stroke={1.6} aria-hidden />
      {words}
    </a>
  )
}
