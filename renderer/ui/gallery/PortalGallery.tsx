import { Anchor, Button, Checkbox, Paper, TextInput } from '@mantine/core'
import { useState } from 'react'
import { CodeInput } from '../CodeInput'
import { DoorwayCard } from '../DoorwayCard'
import { EmptyState } from '../EmptyState'
import { ErrorState } from '../ErrorState'
import { PageHeader } from '../PageHeader'
import { PasswordField } from '../PasswordField'
import { PersonName } from '../PersonName'
import { SkipLink } from '../SkipLink'
import { StatusBadge } from '../StatusBadge'
import { StepProgress } from '../StepProgress'
import { Wordmark } from '../Wordmark'
import classes from './gallery.module.css'
import { useText } from './galleryText'
import { hardNames } from './names'
import { Section } from './Section'

function SignIn() {
  const text = useText()
  const [password, setPassword] = useState('')
  return (
    <DoorwayCard head={<Wordmark size={26} />}>
      <div className={classes.stack}>
        <PageHeader title={text.signIn} sub={text.signInSub} />
        <TextInput label={text.email} type="email" autoComplete="username" defaultValue="ana.ruiz@example.org" />
        <PasswordField label={text.password} purpose="current" value={password} onChange={setPassword} />
        <Button fullWidth>{text.signIn}</Button>
        <Anchor href="#help">{text.forgot}</Anchor>
      </div>
    </DoorwayCard>
  )
}

function Choose() {
  const text = useText()
  const [password, setPassword] = useState('harbour lantern')
  const [short, setShort] = useState('tide')
  return (
    <Paper p="lg" className={classes.stack}>
      <StepProgress step={2} of={3} label={text.step} />
      <PageHeader title={text.choose} />
      <PasswordField
        label={text.password}
        purpose="new"
        minimum={15}
        rule={text.rule}
        value={short}
        onChange={setShort}
      />
      <PasswordField label={text.password} purpose="new" minimum={15} value={password} onChange={setPassword} />
      <Checkbox label={text.consent} />
      <Button fullWidth>{text.accept}</Button>
    </Paper>
  )
}

function Codes() {
  const text = useText()
  const [code, setCode] = useState('402')
  return (
    <Paper p="lg" className={classes.stack}>
      <CodeInput label={text.code} description={text.codeHelp} value={code} onChange={setCode} />
      <CodeInput label={text.code} error={text.codeError} value="193064" onChange={() => {}} />
      <StatusBadge tone="success" label={text.active} />
      <div>
        <PersonName name={hardNames.long} />, <PersonName name={hardNames.arabic} />,{' '}
        <PersonName name={hardNames.hebrew} />
      </div>
    </Paper>
  )
}

export function PortalGallery() {
  const text = useText()
  return (
    <main className={`${classes.page} ${classes.narrow}`} id="main" tabIndex={-1}>
      <SkipLink target="main" />
      <Wordmark size={28} />
      <Section title="Sign in">
        <SignIn />
      </Section>
      <Section title="Invite, step 2">
        <Choose />
      </Section>
      <Section title="Codes and names">
        <Codes />
      </Section>
      <Section title="States">
        <Paper>
          <EmptyState title={text.emptyTitle} sentence={text.emptySentence} />
        </Paper>
        <ErrorState
          title={text.errorTitle}
          sentence={text.errorSentence}
          reference="TIMEOUT 7f3a-09c1"
          onRetry={() => {}}
        />
        <Button variant="default" fullWidth>
          {text.askAgain}
        </Button>
      </Section>
    </main>
  )
}
