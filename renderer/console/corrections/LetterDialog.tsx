import { Alert, Button, Modal } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconPrinter } from '@tabler/icons-react'
import { useMemo } from 'react'
import { createPortal } from 'react-dom'
import type { LetterKind } from '../../../shared/corrections/correctionLimits'
import type { CorrectionDoc, LetterMark } from '../../../shared/corrections/correctionSchemas'
import { type LetterCheck, verifyLetter } from '../../../shared/corrections/letters/decisionLetter'
import { languageNames } from '../../ui/language'
import { createSha256 } from '../audit/sha256'
import classes from './Letter.module.css'
import { LetterSheet } from './LetterSheet'

export interface LetterDialogProps {
  readonly kind: LetterKind
  readonly correction: CorrectionDoc
  readonly mark: LetterMark
  readonly onClose: () => void
}

const PROBLEMS: Readonly<Record<Extract<LetterCheck, { ok: false }>['problem'], string>> = {
  altered:
    'Written again from what is stored here, the letter is not the one that was sent: its fingerprint is another one. It is not shown, and cannot be printed. Tell an administrator.',
  unknown_version:
    'The letter was written with a text that this version of the console does not know yet. Update the console to read it.',
}

/** A letter that was sent, written again from the request and held against the fingerprint that was kept; only then it is shown and printed. */
export function LetterDialog({ kind, correction, mark, onClose }: LetterDialogProps) {
  const check = useMemo(() => verifyLetter(kind, correction, mark, createSha256()), [kind, correction, mark])
  return (
    <Modal
      opened
      size="48rem"
      onClose={onClose}
      title={kind === 'decision' ? 'Decision letter' : 'Letter about the extension'}
    >
      <div className={classes.dialog}>
        {check.ok ? (
          <Alert color="success" icon={<IconCircleCheck aria-hidden />} title="This is the letter that was sent">
            Version {mark.version} of the text, {languageNames[mark.language]}. Every character was checked.
          </Alert>
        ) : (
          <Alert
            color="danger"
            role="alert"
            icon={<IconAlertTriangle aria-hidden />}
            title="This letter cannot be shown"
          >
            {PROBLEMS[check.problem]}
          </Alert>
        )}
        {check.ok ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too.
          <section className={classes.paper} tabIndex={0} aria-label="Letter">
            <LetterSheet letter={check.letter} />
          </section>
        ) : null}
        <div className={classes.actions}>
          <Button variant="default" data-autofocus onClick={onClose}>
            Close
          </Button>
          {check.ok ? (
            <Button leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
              Print
            </Button>
          ) : null}
        </div>
      </div>
      {check.ok ? <PrintedLetter check={check} mark={mark} /> : null}
    </Modal>
  )
}

/** The sheet, outside the application's own tree: while it exists, printing prints it and nothing else (see the style file). */
function PrintedLetter({
  check,
  mark,
}: {
  readonly check: Extract<LetterCheck, { ok: true }>
  readonly mark: LetterMark
}) {
  return createPortal(
    <div className={classes.printed} data-print-decision aria-hidden>
      <LetterSheet letter={check.letter} />
      <p className={classes.mark}>
        v{mark.version} {mark.language}, SHA-256 {mark.hash}
      </p>
    </div>,
    document.body,
  )
}
