import { Button } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconPrinter } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import type { ConsentReceipt } from '../../../shared/accounts/portalSchemas'
import { formatDate } from '../../ui/formatDate'
import { StatusBadge } from '../../ui/StatusBadge'
import { useReaderDates } from '../record/useReaderDates'
import { useClinic } from '../shell/ClinicContext'
import { useText } from '../text/portalText'
import classes from './agreements.module.css'
import { paragraphs } from './paragraphs'

/** Enough letters to compare at a glance; paper has all of them. */
const SHORT = 16

export interface ReceiptProps {
  readonly receipt: ConsentReceipt
  /** Who agreed. */
  readonly name: string
  readonly isPrinting: boolean
  readonly onPrint: () => void
}

/** One agreement: what, when and which version; its words on request and always on paper. */
export function Receipt({ receipt, name, isPrinting, onPrint }: ReceiptProps) {
  const { agreements: text, consent } = useText()
  const format = useReaderDates()
  const [open, setOpen] = useState(false)
  const titleId = useId()
  const wordsId = useId()
  const { title, body, version, language, agreedAt, isCurrent } = receipt
  const Chevron = open ? IconChevronUp : IconChevronDown
  return (
    <li className={classes.card} data-printing={isPrinting || undefined} aria-labelledby={titleId}>
      <p className={`v-print-only ${classes.quiet}`}>{text.receipt}</p>
      <h2 id={titleId} lang={language}>
        {title}
      </h2>
      <p className={classes.when}>
        <span>{text.agreedOn({ date: formatDate(agreedAt, 'date', format) })}</span>
        <span>{consent.version({ version })}</span>
        <StatusBadge tone={isCurrent ? 'success' : 'neutral'} label={isCurrent ? text.current : text.replaced} />
      </p>
      <div className={`v-screen-only ${classes.ways}`}>
        <Button
          variant="default"
          aria-expanded={open}
          aria-controls={wordsId}
          rightSection={<Chevron size={18} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {open ? text.hide : text.show}
          <span className="v-hidden"> ({title})</span>
        </Button>
        <Button variant="subtle" leftSection={<IconPrinter size={20} aria-hidden />} onClick={onPrint}>
          {text.print}
          <span className="v-hidden"> ({title})</span>
        </Button>
      </div>
      <div id={wordsId} className={classes.words} data-open={open || undefined}>
        <div lang={language}>
          {paragraphs(body).map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
        </div>
        <Facts receipt={receipt} name={name} />
      </div>
    </li>
  )
}

function Facts({ receipt, name }: Pick<ReceiptProps, 'receipt' | 'name'>) {
  const { agreements: text } = useText()
  const clinic = useClinic()
  const format = useReaderDates()
  const { id, version, textHash, agreedAt, address } = receipt
  return (
    <>
      <dl className={classes.facts}>
        <Fact name={text.facts.who}>
          <bdi>{name}</bdi>
        </Fact>
        {clinic ? (
          <Fact name={text.facts.clinic}>
            <bdi>{clinic.name}</bdi>
          </Fact>
        ) : null}
        <Fact name={text.facts.when}>{formatDate(agreedAt, 'fullDateTime', format)}</Fact>
        <Fact name={text.facts.version}>{version}</Fact>
        {address === null ? null : <Fact name={text.facts.address}>{address}</Fact>}
        <Fact name={text.facts.number}>{id}</Fact>
        <Fact name={text.facts.fingerprint}>
          <span className="v-screen-only" title={textHash}>
            {textHash.slice(0, SHORT)}…
          </span>
          <span className="v-print-only">{textHash}</span>
        </Fact>
      </dl>
      <p className={classes.quiet}>{text.fingerprintHint}</p>
    </>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
