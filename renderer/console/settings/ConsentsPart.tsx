import { Button, Paper, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { CONSENT_DOCUMENTS } from '../../../shared/consent/consentSchemas'
import type { ConsentVersion } from '../../../shared/settings/settingsSchemas'
import { problemOf } from '../../api/apiError'
import { ErrorState } from '../../ui/ErrorState'
import { formatDate } from '../../ui/formatDate'
import { plural } from '../../ui/language'
import { useDateFormat } from '../participants/clinicHooks'
import { useSession, useSyncState } from '../shell/SessionContext'
import { ConsentEditor } from './ConsentEditor'
import classes from './Settings.module.css'
import type { PartProps } from './SettingsPage'
import { DOCUMENT_WORDS } from './settingsWords'

/** S0.12, I9: the texts that everybody agrees to, each with its versions. A new version asks everybody again. */
export function ConsentsPart({ frozen }: PartProps) {
  const { client } = useSession()
  const { link } = useSyncState()
  const format = useDateFormat()
  const [editing, setEditing] = useState<ConsentVersion | null>(null)
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['consentVersions'],
    queryFn: () => client.settings.consentVersions.query(),
    networkMode: 'always',
    enabled: link === 'online' || link === 'connecting',
  })
  if (error)
    return (
      <ErrorState
        title="The texts could not be fetched"
        sentence={problemOf(error).sentence}
        onRetry={() => void refetch()}
        retrying={isFetching}
      />
    )
  if (!data) return frozen ? null : <Skeleton height={160} />
  return (
    <div className={classes.fields}>
      {CONSENT_DOCUMENTS.map((documentId) => {
        const versions = data.filter((one) => one.documentId === documentId).sort((a, b) => b.version - a.version)
        const [current, ...older] = versions
        if (!current) return null
        return (
          <Paper
            key={documentId}
            component="section"
            className={classes.consent}
            aria-label={DOCUMENT_WORDS[documentId]}
          >
            <div className={classes.row}>
              <h2 className={classes.title}>{DOCUMENT_WORDS[documentId]}</h2>
              <Button variant="default" disabled={frozen} onClick={() => setEditing(current)}>
                New version
              </Button>
            </div>
            <VersionLine version={current} current format={format} />
            {older.map((version) => (
              <VersionLine key={version.version} version={version} current={false} format={format} />
            ))}
          </Paper>
        )
      })}
      {editing ? <ConsentEditor current={editing} onClose={() => setEditing(null)} /> : null}
    </div>
  )
}

function VersionLine({
  version: { version, publishedAt, publishedByName, agreed, texts },
  current,
  format,
}: {
  readonly version: ConsentVersion
  readonly current: boolean
  readonly format: ReturnType<typeof useDateFormat>
}) {
  return (
    <details>
      <summary>
        Version {version}
        {current ? ', current' : ''},{' '}
        {publishedAt
          ? `${formatDate(publishedAt, 'dateTime', format)} by ${publishedByName ?? ''}`
          : 'came with the product'}
        ,{' '}
        {plural('en', agreed, {
          zero: 'agreed to by nobody yet',
          one: 'agreed to by # person',
          other: 'agreed to by # people',
        })}
      </summary>
      {(['en', 'fr', 'es'] as const).map((language) => (
        <div key={language} lang={language} className={classes.words}>
          <strong>{texts[language]?.title}</strong>
          <p>{texts[language]?.body}</p>
        </div>
      ))}
    </details>
  )
}
