import { Alert, Anchor, Button, SegmentedControl } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { LANGUAGES, type Language } from '../../../shared/clinic/clinicSchemas'
import { PageHeader } from '../../ui/PageHeader'
import { useClinic } from '../participants/clinicHooks'
import classes from './Guide.module.css'
import { GuideSheet } from './GuideSheet'
import { useHelp } from './useHelp'

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français', es: 'Español' }

/** S4.9: the guide to hand out, made of this clinic's settings as the replica has them; needs no network. */
export function GuidePage() {
  const clinic = useClinic()
  const { say } = useHelp()
  const [chosen, setChosen] = useState<Language | null>(null)
  if (clinic === null) return null
  const language = chosen ?? clinic.settings.languages[0] ?? 'en'
  return (
    <>
      <div className="v-screen-only">
        <PageHeader
          back={
            <Anchor component={Link} href="/help">
              Admin guide
            </Anchor>
          }
          title={say('Printable guide for {participants}')}
          sub="With your clinic’s contact, and only the ways of signing in that are switched on. It names no person, so one print is for everybody."
          actions={
            <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
              Print
            </Button>
          }
        />
        <SegmentedControl
          className={classes.languages ?? ''}
          aria-label="Language of the guide"
          value={language}
          onChange={(value) => setChosen(LANGUAGES.find((known) => known === value) ?? 'en')}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />
        <Hints
          portalOff={!clinic.settings.portalEnabled}
          noContact={!clinic.phone && !clinic.email}
          notOffered={!clinic.settings.languages.includes(language)}
        />
      </div>
      <GuideSheet clinic={clinic} language={language} />
    </>
  )
}

interface HintsProps {
  readonly portalOff: boolean
  readonly noContact: boolean
  readonly notOffered: boolean
}

/** What makes the sheet untrue or of little use; an administrator can change each. */
function Hints({ portalOff, noContact, notOffered }: HintsProps) {
  return (
    <>
      {portalOff ? (
        <Alert color="warn" mb="md">
          The portal is switched off in the settings, so nobody can use it now.
        </Alert>
      ) : null}
      {noContact ? (
        <Alert color="warn" mb="md">
          The settings hold neither a phone nor an email of the clinic, so the guide cannot say whom to call.
        </Alert>
      ) : null}
      {notOffered ? (
        <Alert color="gray" mb="md">
          The portal itself is not offered in this language.
        </Alert>
      ) : null}
    </>
  )
}
