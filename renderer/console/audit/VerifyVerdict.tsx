import { Alert } from '@mantine/core'
import { IconAlertTriangle, IconShieldCheck, IconShieldExclamation } from '@tabler/icons-react'
import classes from './Audit.module.css'
import { useAuditDesk, useSeenLog } from './AuditDesk'
import { NEXT_STEP, TAMPER_WORDS, witnessCommand } from './auditWords'
import { witnessOf } from './seenHead'
import type { VerifyResult } from './verifyLog'

export interface VerifyVerdictProps {
  readonly what: 'server' | 'bundle'
  readonly result: VerifyResult
}

/** The result by name: sound up to a row, or the first bad row and what happened to it. */
export function VerifyVerdict({ what, result }: VerifyVerdictProps) {
  const seen = useSeenLog()
  const { witness } = useAuditDesk()
  const number = (count: number) => count.toLocaleString('en')
  if (result.state === 'sound')
    return (
      <Alert
        color="success"
        icon={<IconShieldCheck aria-hidden />}
        title={`Sound up to row ${number(result.upTo)}`}
        role="status"
      >
        {result.from > 1
          ? `Rows ${number(result.from)} to ${number(result.upTo)} are one unbroken chain; older rows are in an archive.`
          : `${number(result.upTo)} rows are one unbroken chain.`}{' '}
        It contains {list(result.against)}.
      </Alert>
    )
  if (result.state === 'unproven')
    return (
      <Alert color="warn" icon={<IconAlertTriangle aria-hidden />} title="Not proven" role="alert">
        {result.upTo > 0 ? `${number(result.upTo)} rows fit together. ` : ''}
        {result.reason}
      </Alert>
    )
  const { seq, kind, message } = result.fault
  return (
    <Alert
      color="danger"
      icon={<IconShieldExclamation aria-hidden />}
      title={`Tampered with: first bad row ${number(seq)} (${kind})`}
      role="alert"
    >
      <p>
        {message} {TAMPER_WORDS[kind]}
      </p>
      {what === 'bundle' ? (
        <p>The file does not prove anything any more. Ask the clinic for a fresh one and compare the two.</p>
      ) : (
        <>
          <p>{NEXT_STEP}</p>
          <p className={classes.code} translate="no">
            {witnessCommand(witnessOf(seen, witness))}
          </p>
        </>
      )}
    </Alert>
  )
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
