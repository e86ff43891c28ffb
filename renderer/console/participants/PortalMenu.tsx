import { ActionIcon, Button, Menu } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconChevronDown, IconDoorEnter, IconDots, IconEye, IconMailPlus } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useSay } from '../shell/terms'
import classes from './Record.module.css'

export interface PortalMenuProps {
  readonly participantId: string
  /** Null when an invite can be made; else the reason why not, in a few words (S4.24). */
  readonly noInvite: string | null
  readonly onCreateInvite: () => void
  /** "What the participant sees" asks the server; null for a role that may not. */
  readonly preview: 'online' | 'offline' | null
}

/** S0.2, S4.2: portal access is looked after from the person's own file; on a phone behind three dots at the top right. */
export function PortalMenu({ participantId, noInvite, onCreateInvite, preview }: PortalMenuProps) {
  const say = useSay()
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false }) ?? false
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        {narrow ? (
          <ActionIcon size={44} variant="default" aria-label="Portal menu">
            <IconDots size={20} aria-hidden />
          </ActionIcon>
        ) : (
          <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />}>
            Portal
          </Button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Portal</Menu.Label>
        <Menu.Item
          leftSection={<IconMailPlus size={16} aria-hidden />}
          disabled={noInvite !== null}
          onClick={onCreateInvite}
        >
          Create Invite
        </Menu.Item>
        {noInvite ? <Menu.Label>{noInvite}</Menu.Label> : null}
        <Menu.Item
          component={Link}
          className={classes.menuItem ?? ''}
          href={`/participants/${participantId}/portal`}
          leftSection={<IconDoorEnter size={16} aria-hidden />}
        >
          Manage Portal
        </Menu.Item>
        {preview === null ? null : (
          <Menu.Item
            component={Link}
            className={classes.menuItem ?? ''}
            href={`/participants/${participantId}/preview`}
            leftSection={<IconEye size={16} aria-hidden />}
            disabled={preview === 'offline'}
          >
            {say('What the participant sees')}
          </Menu.Item>
        )}
        {preview === 'offline' ? <Menu.Label>This console is offline; the preview asks the server</Menu.Label> : null}
      </Menu.Dropdown>
    </Menu>
  )
}
