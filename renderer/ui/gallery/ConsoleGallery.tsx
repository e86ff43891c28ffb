import { Alert, Button, Checkbox, Menu, Paper, Switch, Table, Tabs, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconInfoCircle, IconUserPlus } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { ConfirmDialog } from '../ConfirmDialog'
import { CopyField } from '../CopyField'
import { EmptyState } from '../EmptyState'
import { ErrorState } from '../ErrorState'
import { formatDay } from '../formatDate'
import { useLanguage } from '../LanguageContext'
import { PageHeader } from '../PageHeader'
import { PersonName } from '../PersonName'
import { Progress } from '../Progress'
import { RelativeTime } from '../RelativeTime'
import { SkipLink } from '../SkipLink'
import { StatusBadge } from '../StatusBadge'
import { TableScroll } from '../TableScroll'
import type { Tone } from '../tokens'
import * as token from '../tokens'
import { Wordmark } from '../Wordmark'
import classes from './gallery.module.css'
import { useText } from './galleryText'
import { hardNames } from './names'
import { Section } from './Section'

const QrCode = lazy(() => import('../QrCode').then((m) => ({ default: m.QrCode })))
const ramps = [token.petrol, token.linen, token.umber, token.success, token.warn, token.danger]
const clock = () => Date.UTC(2026, 10, 21, 15)

function People() {
  const text = useText()
  const { language } = useLanguage()
  const format = { locale: language, timeZone: 'America/Halifax' }
  const rows: readonly [string, Tone, string, number][] = [
    [hardNames.long, 'success', text.active, Date.UTC(2026, 10, 21, 14, 20)],
    [hardNames.arabic, 'info', text.pending, Date.UTC(2026, 10, 20, 9)],
    [hardNames.hebrew, 'progress', text.queued, Date.UTC(2026, 9, 2, 9)],
    [hardNames.emoji, 'warn', text.expired, Date.UTC(2025, 10, 20, 9)],
    [hardNames.steering, 'danger', text.refused, Date.UTC(2026, 10, 19, 9)],
    [hardNames.vietnamese, 'neutral', text.notSetUp, Number.NaN],
  ]
  return (
    <TableScroll label={text.participants}>
      <Table miw={760}>
        <Table.Thead>
          <Table.Tr>
            {[text.name, text.born, text.access, text.lastSeen].map((head) => (
              <Table.Th key={head}>{head}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, tone, label, at]) => (
            <Table.Tr key={name}>
              <Table.Td className={classes.nameCell}>
                <PersonName name={name} truncate />
              </Table.Td>
              <Table.Td>{formatDay('2014-03-09', language)}</Table.Td>
              <Table.Td>
                <StatusBadge tone={tone} label={label} />
              </Table.Td>
              <Table.Td>
                <RelativeTime at={at} now={clock} {...format} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableScroll>
  )
}

export function ConsoleGallery() {
  const text = useText()
  const [asked, setAsked] = useState(false)
  return (
    <main className={classes.page} id="main" tabIndex={-1}>
      <SkipLink target="main" />
      <div className={classes.row}>
        <Wordmark size={28} part="Console" />
        <Wordmark size={16} />
      </div>
      <Section title="Page">
        <PageHeader
          title={text.participants}
          sub={<span>{text.participantsSub({ count: 1284 })}</span>}
          actions={
            <>
              <Button variant="default">{text.importList}</Button>
              <Button leftSection={<IconUserPlus size={16} />}>{text.invite}</Button>
            </>
          }
        />
        <People />
      </Section>
      <Section title="Controls">
        <div className={classes.grid}>
          <Paper p="lg" className={classes.stack}>
            <TextInput label={text.email} description={text.linkHelp} placeholder="name@example.org" />
            <TextInput label={text.email} defaultValue="ana@" error={text.codeError} />
            <div className={classes.row}>
              <Button>{text.accept}</Button>
              <Button variant="light">{text.emptyAction}</Button>
              <Button variant="subtle">{text.keep}</Button>
              <Button color="danger" onClick={() => setAsked(true)}>
                {text.revoke}
              </Button>
              <Button disabled>{text.signIn}</Button>
              <Button loading>{text.signIn}</Button>
              <Menu>
                <Menu.Target>
                  <Button variant="default">Menu</Button>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item>{text.emptyAction}</Menu.Item>
                  <Menu.Item color="danger">{text.revoke}</Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </div>
            <Checkbox label={text.consent} defaultChecked />
            <Switch label={text.active} defaultChecked />
            <Tabs defaultValue="a">
              <Tabs.List>
                <Tabs.Tab value="a">{text.participants}</Tabs.Tab>
                <Tabs.Tab value="b">{text.pending}</Tabs.Tab>
              </Tabs.List>
            </Tabs>
            <Alert icon={<IconInfoCircle />} title={text.linkHelp}>
              {text.emptySentence}
            </Alert>
          </Paper>
          <Paper p="lg" className={classes.stack}>
            <CopyField
              label={text.link}
              description={text.linkHelp}
              value="https://portal.harbour.example/i#k9Jm0OoIl1-4fW2vYx8"
            />
            <Suspense fallback={<div style={{ height: 208 }} />}>
              <QrCode value="https://portal.harbour.example/i#k9Jm0OoIl1-4fW2vYx8" title={text.scan} />
            </Suspense>
            <Progress label={text.importing} done={128} total={400} counts={text.counts({ done: 128, total: 400 })} />
          </Paper>
        </div>
      </Section>
      <Section title="States">
        <div className={classes.grid}>
          <Paper>
            <EmptyState
              title={text.emptyTitle}
              sentence={text.emptySentence}
              action={<Button variant="light">{text.emptyAction}</Button>}
            />
          </Paper>
          <Paper>
            <ErrorState
              title={text.errorTitle}
              sentence={text.errorSentence}
              reference="SYNC_UNREACHABLE 7f3a-09c1"
              onRetry={() => {}}
            />
          </Paper>
        </div>
      </Section>
      <Section title="Colour">
        <div className={classes.stack}>
          {ramps.map((ramp) => (
            <div className={classes.swatches} key={ramp[5]}>
              {ramp.map((color) => (
                <span key={color} style={{ background: color }} />
              ))}
            </div>
          ))}
        </div>
      </Section>
      <ConfirmDialog
        opened={asked}
        danger
        title={text.revokeQuestion}
        consequence={text.revokeConsequence}
        confirmLabel={text.revoke}
        cancelLabel={text.keep}
        onConfirm={() => {
          setAsked(false)
          notifications.show({ title: text.queued, message: text.revokeConsequence })
        }}
        onCancel={() => setAsked(false)}
      />
    </main>
  )
}
