import { Alert, Button, FileButton } from '@mantine/core'
import { IconFileCheck, IconShieldCheck } from '@tabler/icons-react'
import { allows } from '../../../shared/access/roles'
import { formatDate } from '../../ui/formatDate'
import { Progress } from '../../ui/Progress'
import { machineDateFormat } from '../shell/dateFormat'
import classes from './Audit.module.css'
import { useAuditDesk, useSeenLog } from './AuditDesk'
import { useVerification, type Verification } from './useVerification'
import { VerifyVerdict } from './VerifyVerdict'

/** Proves the log here, row by row, over what the server sends or over a bundle file from disk. The second needs no server. */
export function VerifyPanel({ offline }: { readonly offline: boolean }) {
  const { role } = useAuditDesk()
  const { state, start, cancel } = useVerification()
  const mayVerify = allows(role, 'audit.verify')
  const isRunning = state.at === 'running'
  return (
    <section className={classes.panel} aria-label="Verify">
      <h2 className={classes.panelTitle}>Verify</h2>
      <p>
        Every row holds the hash of the row before it. This computer works them all out again and compares them with the
        server’s signed head and with what this console has seen before.
      </p>
      <SeenLine />
      {isRunning ? null : (
        <div className={classes.buttons}>
          {mayVerify ? (
            <Button
              variant="default"
              disabled={offline}
              leftSection={<IconShieldCheck size={16} aria-hidden />}
              onClick={() => void start(null)}
            >
              Verify the whole log
            </Button>
          ) : null}
          <FileButton accept=".html,text/html" onChange={(file) => (file ? void start(file) : undefined)}>
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFileCheck size={16} aria-hidden />}>
                Verify a bundle file
              </Button>
            )}
          </FileButton>
        </div>
      )}
      {offline && mayVerify && !isRunning ? (
        <p className={classes.soft}>
          Verifying the log needs its rows, and so the server. A bundle file (vestibule audit verify --bundle FILE)
          brings its rows along and is verified here without it.
        </p>
      ) : null}
      {!mayVerify ? (
        <p className={classes.soft}>
          The whole log is verified by administrators and auditors. A bundle file anybody can check.
        </p>
      ) : null}
      <Outcome state={state} onCancel={cancel} />
    </section>
  )
}

function Outcome({ state, onCancel }: { readonly state: Verification; readonly onCancel: () => void }) {
  if (state.at === 'idle') return null
  if (state.at === 'failed')
    return (
      <Alert color="warn" role="alert">
        {state.sentence}
      </Alert>
    )
  if (state.at === 'done') return <VerifyVerdict what={state.what} result={state.result} />
  const { done, total } = state
  const number = new Intl.NumberFormat('en')
  return (
    <>
      <Progress
        label={state.what === 'server' ? 'Verifying the log' : 'Verifying the file'}
        done={done}
        total={Math.max(1, total)}
        counts={total > 0 ? `${number.format(done)} of ${number.format(total)} rows` : 'Starting'}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </>
  )
}

/** What this console can witness, also without a network. */
function SeenLine() {
  const { witness } = useAuditDesk()
  const { head, at, publicKey } = useSeenLog()
  const seen = head !== null && (witness === null || witness.epoch !== head.epoch || head.count >= witness.count)
  const point = seen ? head : witness
  if (point === null || point === undefined)
    return <p className={classes.soft}>This console has not seen the log yet.</p>
  return (
    <p className={classes.soft}>
      {publicKey === null ? null : (
        <>
          Key of the server:{' '}
          <bdi className={classes.code} translate="no">
            {publicKey}
          </bdi>
          <br />
        </>
      )}
      This console has seen {point.count.toLocaleString('en')} rows
      {seen && at !== null ? ` (${formatDate(at, 'dateTime', machineDateFormat())})` : ''}:{' '}
      <bdi className={classes.code} translate="no">
        {point.count}:{point.hash}
      </bdi>
    </p>
  )
}
