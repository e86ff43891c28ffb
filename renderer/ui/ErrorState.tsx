import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import classes from './States.module.css'
import { useUiText } from './uiText'

export interface ErrorStateProps {
  readonly title: string
  /** What happened and what the reader can do, without blame and without internals. */
  readonly sentence: string
  /** Error code and request id, for the person who answers the phone. */
  readonly reference?: string
  readonly onRetry?: () => void
  readonly retrying?: boolean
}

/** Something failed: announced when it appears, with a way on and a reference that can be read out. */
export function ErrorState({ title, sentence, reference, onRetry, retrying = false }: ErrorStateProps) {
  const text = useUiText()
  return (
    <div className={classes.root} role="alert" data-tone="danger">
      <span className={classes.doorway} aria-hidden>
        <IconAlertTriangle size={28} stroke={1.5} />
      </span>
      <p className={classes.title}>{title}</p>
      <p className={classes.sentence}>{sentence}</p>
      {onRetry ? (
        <div className={classes.action}>
          <Button variant="default" loading={retrying} onClick={onRetry}>
            {text.tryAgain}
          </Button>
        </div>
      ) : null}
      {reference ? (
        <p className={classes.reference}>
          {text.reference}: <span className={classes.code}>{reference}</span>
        </p>
      ) : null}
    </div>
  )
}
