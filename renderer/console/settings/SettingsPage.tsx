import { Alert, Button } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { ClinicDoc } from '../../../shared/clinic/clinicSchemas'
import { PageHeader } from '../../ui/PageHeader'
import { useClinic } from '../participants/clinicHooks'
import { useLeaveGuard } from '../participants/useLeaveGuard'
import { useSyncState } from '../shell/SessionContext'
import { BrandingPart } from './BrandingPart'
import { ClinicPart } from './ClinicPart'
import { ConsentsPart } from './ConsentsPart'
import { CorrectionsPart } from './CorrectionsPart'
import { MessagesPart } from './MessagesPart'
import { PortalPart } from './PortalPart'
import { SecurityPart } from './SecurityPart'
import classes from './Settings.module.css'
import { SETTINGS_PARTS, type SettingsPartName } from './settingsParts'
import { TermsPart } from './TermsPart'
import { useSendingWays } from './useSendingWays'
import { type SettingsDraft, useSettingsDraft } from './useSettingsDraft'

const PART_WORDS: Readonly<Record<SettingsPartName, string>> = {
  clinic: 'Clinic',
  portal: 'Portal',
  access: 'Sign-in and security',
  branding: 'Branding',
  terms: 'Words',
  consents: 'Consent texts',
  corrections: 'Correction requests',
  messages: 'Email and SMS',
}

/** What every part of the settings edits. */
export interface PartProps {
  readonly editor: SettingsDraft
  readonly clinic: ClinicDoc
  readonly frozen: boolean
}

/** The settings of the clinic, for administrators. One draft over all parts: moving between them keeps what was typed. */
export function SettingsPage({ part }: { readonly part: SettingsPartName }) {
  const clinic = useClinic()
  return clinic ? <Settings clinic={clinic} part={part} /> : null
}

function Settings({ clinic, part }: { readonly clinic: ClinicDoc; readonly part: SettingsPartName }) {
  const { link } = useSyncState()
  const sending = useSendingWays()
  const editor = useSettingsDraft(clinic, sending && (sending.sms || sending.outbox))
  const frozen = link !== 'online'
  const { dialog } = useLeaveGuard(editor.dirty, { within: '/settings' })
  const props = { editor, clinic, frozen }
  return (
    <div className={classes.page}>
      {dialog}
      <PageHeader title="Settings" sub="For the whole clinic. What is saved holds at once, for everybody." />
      <nav className={classes.parts} aria-label="Settings">
        {SETTINGS_PARTS.map((name) => (
          <Link
            key={name}
            href={`/settings/${name}`}
            className={classes.part}
            aria-current={name === part ? 'page' : undefined}
          >
            {PART_WORDS[name]}
          </Link>
        ))}
      </nav>
      {frozen ? (
        <Alert color="gray" icon={<IconCloudOff aria-hidden />}>
          Settings can be changed only while this console is online.
        </Alert>
      ) : null}
      {editor.outdated ? (
        <Alert color="warn" role="alert" title="Somebody else has changed the settings meanwhile">
          <div className={classes.row}>
            What you typed was made from older values and cannot be saved over them.
            <Button size="xs" variant="default" onClick={editor.discard}>
              Show the new values
            </Button>
          </div>
        </Alert>
      ) : null}
      <Part name={part} {...props} />
      {part === 'consents' ? null : <SaveBar {...props} />}
    </div>
  )
}

function Part({ name, ...props }: PartProps & { readonly name: SettingsPartName }) {
  switch (name) {
    case 'clinic':
      return <ClinicPart {...props} />
    case 'portal':
      return <PortalPart {...props} />
    case 'access':
      return <SecurityPart {...props} />
    case 'branding':
      return <BrandingPart {...props} />
    case 'terms':
      return <TermsPart {...props} />
    case 'consents':
      return <ConsentsPart {...props} />
    case 'corrections':
      return <CorrectionsPart {...props} />
    case 'messages':
      return <MessagesPart {...props} />
  }
}

/** Always in the same place. Problems that stand on another part are named, so that nobody searches for them. */
function SaveBar({ editor, frozen }: PartProps) {
  const count = Object.keys(editor.problems).length
  return (
    <div className={classes.saveBar}>
      <Button
        disabled={!editor.dirty || frozen || editor.outdated}
        loading={editor.busy}
        onClick={() => void editor.save()}
      >
        Save
      </Button>
      <Button variant="default" disabled={!editor.dirty || editor.busy} onClick={editor.discard}>
        Discard
      </Button>
      <span className={classes.soft} role="status">
        {count > 0
          ? Object.entries(editor.problems)
              .map(([path, said]) => `${wordsOf(path)}: ${said}`)
              .join('; ')
          : editor.dirty
            ? 'Not saved yet'
            : ''}
      </span>
    </div>
  )
}

/** "settings.branding.accent" as "Accent". */
function wordsOf(path: string): string {
  const last = path.split('.').at(-1) ?? ''
  const words = last.replace(/([A-Z])/g, ' $1').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
