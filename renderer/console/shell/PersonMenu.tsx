import { type MantineColorScheme, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { IconLock, IconLogout, IconSelector, IconShieldLock, IconUserCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { ROLE_LABELS } from '../../../shared/access/roles'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { displayName, PersonName } from '../../ui/PersonName'
import { useConsole } from './ConsoleContext'
import { useSession, useStore } from './SessionContext'
import classes from './Shell.module.css'
import { countUnsent, leavingWords } from './unsentWords'

type Leaving = 'lock' | 'signOut'

/** Who is here, and how they leave. Leaving with unsent changes says first what becomes of them. */
export function PersonMenu() {
  const { controller } = useConsole()
  const { replica, staffId, storage } = useSession()
  const me = useStore(replica.stores.staff).get(staffId)
  const unsent = countUnsent(useStore(replica.stores.outbox).all())
  const [asking, setAsking] = useState<Leaving | null>(null)
  const leave = (how: Leaving) => void (how === 'lock' ? controller.lock() : controller.signOut())
  const wish = (how: Leaving) => {
    const harmless = unsent === 0 || (how === 'lock' && storage === 'sealed')
    if (harmless) leave(how)
    else setAsking(how)
  }
  const name = me ? displayName(me.displayName) : 'Signed in'
  const words = asking ? leavingWords(asking, storage, unsent) : null
  return (
    <>
      <Menu position="top-start" width={232}>
        <Menu.Target>
          <UnstyledButton
            className={classes.person}
            aria-label={`${me ? `${name}, ${ROLE_LABELS[me.role]}` : name}: menu`}
          >
            <IconUserCircle size={20} aria-hidden />
            <span className={classes.personWords}>
              <span className={classes.personName}>{me ? <PersonName name={me.displayName} truncate /> : name}</span>{' '}
              {me ? <span className={classes.personRole}>{ROLE_LABELS[me.role]}</span> : null}
            </span>
            <IconSelector className={classes.personMore} size={16} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {me ? (
            <Menu.Label>
              <PersonName name={me.displayName} />, {ROLE_LABELS[me.role]}
            </Menu.Label>
          ) : null}
          <Menu.Item
            leftSection={<IconLock size={16} aria-hidden />}
            rightSection={<kbd className={classes.key}>Ctrl L</kbd>}
            onClick={() => wish('lock')}
          >
            Lock
          </Menu.Item>
          <Menu.Item component={Link} href="/settings/security" leftSection={<IconShieldLock size={16} aria-hidden />}>
            My security
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => wish('signOut')}>
            Sign out
          </Menu.Item>
          <Menu.Divider />
          <SchemeItems />
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={words !== null}
        danger={storage === 'memory'}
        title={words?.title ?? ''}
        consequence={words?.consequence ?? ''}
        confirmLabel={words?.confirm ?? ''}
        cancelLabel="Stay"
        onConfirm={() => {
          const how = asking
          setAsking(null)
          if (how) leave(how)
        }}
        onCancel={() => setAsking(null)}
      />
    </>
  )
}

const SCHEMES = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

function SchemeItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <Menu.Label>Appearance</Menu.Label>
      <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)}>
        {SCHEMES.map(({ value, label }) => (
          <Menu.RadioItem key={value} value={value}>
            {label}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  )
}
