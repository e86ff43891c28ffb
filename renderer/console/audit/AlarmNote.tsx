import { Alert, Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconHistory, IconShieldExclamation } from '@tabler/icons-react'
import classes from './Audit.module.css'
import { useAuditDesk, useSeenLog } from './AuditDesk'
import { ALARM_WORDS, NEXT_STEP, NOT_YET, witnessCommand } from './auditWords'
import { witnessOf } from './seenHead'

/** U3: said as long as this console remembers it, on every visit, with the next step. Nobody can dismiss it. */
export function AlarmNote() {
  const seen = useSeenLog()
  const { witness } = useAuditDesk()
  const command = witnessCommand(witnessOf(seen, witness))
  const copy = () =>
    void navigator.clipboard.writeText(command).then(
      () => notifications.show({ message: 'The command is copied.' }),
      () => notifications.show({ title: 'The clipboard was refused', message: command }),
    )
  return (
    <>
      {seen.alarm === null ? null : (
        <Alert
          color="danger"
          className={classes.alarm}
          icon={<IconShieldExclamation aria-hidden />}
          title="Alarm: the audit log cannot be trusted"
          role="alert"
        >
          <p>{ALARM_WORDS[seen.alarm]}</p>
          <p>{NEXT_STEP}</p>
          <p className={classes.code} translate="no">
            {command}
          </p>
          <p>{NOT_YET}</p>
          <Button variant="default" size="compact-sm" onClick={copy}>
            Copy the command
          </Button>
        </Alert>
      )}
      {seen.before === null ? null : (
        <Alert
          color="warn"
          icon={<IconHistory aria-hidden />}
          title="A backup was put back on the server"
          role="status"
        >
          The log goes on from an older state. Before that, this console had seen{' '}
          {seen.before.count.toLocaleString('en')} rows:{' '}
          <bdi className={classes.code} translate="no">
            {seen.before.count}:{seen.before.hash}
          </bdi>
          . If nobody restored a backup, tell an administrator now.
        </Alert>
      )}
    </>
  )
}
