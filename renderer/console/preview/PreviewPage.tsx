import { Alert, Button, SegmentedControl, useComputedColorScheme } from '@mantine/core'
import { IconCloudOff, IconEye, IconInfoCircle, IconRefresh, IconUserOff, IconX } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { fullName } from '../../../shared/participants/participantRules'
import { isOffline } from '../../api/apiError'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorState } from '../../ui/ErrorState'
import { formatDate } from '../../ui/formatDate'
import { PersonName } from '../../ui/PersonName'
import { useDateFormat } from '../shell/dateFormat'
import { useDirectory, useSyncState } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import classes from './Preview.module.css'
import { PreviewFrame, type PreviewFrameProps, type Width } from './PreviewFrame'
import { OBSTACLE_WORDS, PAUSED_WORDS, pressWords } from './previewWords'
import { usePreview } from './usePreview'

/** product.md item 10: "what the participant sees", read-only and recorded. */
export function PreviewPage({ participantId }: { readonly participantId: string }) {
  const say = useSay()
  const { directory } = useDirectory()
  const { link } = useSyncState()
  const view = directory.get(participantId)
  const isOnline = link !== 'offline' && link !== 'signed_out'
  const { preview, problem, busy, refresh } = usePreview(participantId, isOnline && view !== undefined)
  const [pressed, setPressed] = useState<string | null>(null)
  const forget = useCallback(() => setPressed(null), [])
  const [, navigate] = useLocation()
  const close = () => navigate(`/participants/${participantId}`)
  if (!view) {
    return (
      <EmptyState
        icon={IconUserOff}
        title="This file is not on this console"
        sentence={say('The participant is not in your care, or was never here.')}
        action={<Link href="/participants">{say('Participants')}</Link>}
      />
    )
  }
  const name = fullName(view.participant)
  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <div className={classes.what}>
          <h1 className={classes.title}>
            <IconEye size={20} stroke={1.6} aria-hidden /> Preview of <PersonName name={name} />
            ’s portal
            {preview ? <AsOf at={preview.at} /> : null}
          </h1>
          <div className={classes.under}>
            <p className={classes.soft}>Read only; shown in their access log.</p>
            <output
              className={classes.said}
              aria-live="polite"
              aria-atomic="true"
              data-shown={pressed !== null || undefined}
            >
              {pressed === null ? null : pressWords(pressed, say)}
            </output>
          </div>
        </div>
        <div className={classes.actions}>
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} aria-hidden />}
            disabled={!isOnline}
            loading={busy}
            onClick={refresh}
          >
            Refresh
          </Button>
          <Button variant="default" leftSection={<IconX size={16} aria-hidden />} onClick={close}>
            Close
          </Button>
        </div>
      </header>
      <p className="v-print-only">A preview is not printed.</p>
      {!isOnline ? <Offline hasPreview={preview !== null} /> : null}
      {preview ? (
        <Look preview={preview} name={name} onPress={setPressed} onMoved={forget} />
      ) : problem && (isOnline || !isOffline(problem)) ? (
        <ErrorState
          title="The preview could not be made"
          sentence={
            problem.code === 'NOT_FOUND'
              ? say('The server does not know this participant yet, or they are no longer in your care.')
              : problem.sentence
          }
          reference={`${problem.code} ${problem.requestId}`}
          onRetry={refresh}
          retrying={busy}
        />
      ) : isOnline ? (
        <div className={classes.waiting} aria-busy="true">
          Asking the server…
        </div>
      ) : null}
    </div>
  )
}

function AsOf({ at }: { readonly at: string }) {
  const format = useDateFormat()
  return (
    <>
      , as of <time dateTime={at}>{formatDate(at, 'dateTime', format)}</time>
    </>
  )
}

function Offline({ hasPreview }: { readonly hasPreview: boolean }) {
  return (
    <Alert color="gray" icon={<IconCloudOff aria-hidden />}>
      What somebody sees now is known to the server alone. Come back when this console is online.
      {hasPreview ? ' What stands here may be out of date.' : ''}
    </Alert>
  )
}

/** A computer's page would be too small to read here. */
const NARROW = '(max-width: 48em)'

interface LookProps extends Pick<PreviewFrameProps, 'preview' | 'onPress' | 'onMoved'> {
  readonly name: string
}

/** What comes first for this person, how to look at it, and the frame. */
function Look({ preview, name, onPress, onMoved }: LookProps) {
  const say = useSay()
  const [width, setWidth] = useState<Width>(() => (matchMedia(NARROW).matches ? 'phone' : 'computer'))
  const own = useComputedColorScheme('light')
  const [scheme, setScheme] = useState<'light' | 'dark'>(own)
  const { obstacle, signInPaused } = preview
  return (
    <>
      {obstacle === null ? null : (
        <Alert
          color={obstacle === 'consents' || obstacle === 'second_factor' ? 'petrol' : 'warn'}
          icon={<IconInfoCircle aria-hidden />}
        >
          {say(OBSTACLE_WORDS[obstacle])}
        </Alert>
      )}
      {signInPaused && obstacle !== 'revoked' ? (
        <Alert color="warn" icon={<IconInfoCircle aria-hidden />}>
          {say(PAUSED_WORDS)}
        </Alert>
      ) : null}
      <div className={classes.choices}>
        <SegmentedControl
          aria-label="Width"
          value={width}
          onChange={(chosen) => setWidth(chosen === 'phone' ? 'phone' : 'computer')}
          data={[
            { value: 'computer', label: 'Computer' },
            { value: 'phone', label: 'Phone' },
          ]}
        />
        <SegmentedControl
          aria-label="Colours"
          value={scheme}
          onChange={(chosen) => setScheme(chosen === 'dark' ? 'dark' : 'light')}
          data={[
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
        <p className={classes.soft}>Light or dark follows their own device. Times are in this computer’s time zone.</p>
      </div>
      <PreviewFrame
        preview={preview}
        width={width}
        scheme={scheme}
        label={`Portal of ${name}, preview`}
        onPress={onPress}
        onMoved={onMoved}
      />
    </>
  )
}
