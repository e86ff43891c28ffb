import { Button } from '@mantine/core'
import { IconCheck, IconCopy, IconKey, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { useLanguage } from '../../ui/LanguageContext'
import { LiveRegion } from '../../ui/LiveRegion'
import { useText } from '../text/portalText'
import classes from './accounts.module.css'
import { suggestPassphrase } from './suggestPassphrase'

export interface PassphraseSuggestionProps {
  /** False where the clipboard is not theirs. */
  readonly copies?: boolean
  readonly onUse: (phrase: string) => void
}

type Said = 'nothing' | 'used' | 'copied' | 'failed'

/** Offers five words that are easy to write down, shown in the open so that they can be. */
export function PassphraseSuggestion({ copies = true, onUse }: PassphraseSuggestionProps) {
  const { accounts } = useText()
  const { language } = useLanguage()
  const [phrase, setPhrase] = useState<string | null>(null)
  const [said, setSaid] = useState<Said>('nothing')
  const suggest = () =>
    suggestPassphrase(language).then(
      (fresh) => {
        setPhrase(fresh)
        setSaid('nothing')
      },
      () => setSaid('failed'),
    )
  const use = () => {
    if (phrase !== null) onUse(phrase)
    setSaid('used')
  }
  const sentences: Readonly<Record<Said, string | null>> = {
    nothing: null,
    used: accounts.suggestionUsed,
    copied: accounts.suggestionCopied,
    failed: accounts.suggestionFailed,
  }
  return (
    <div className={classes.suggestion}>
      {phrase === null ? (
        <Button variant="light" leftSection={<IconKey size={18} aria-hidden />} onClick={suggest}>
          {accounts.suggest}
        </Button>
      ) : (
        <Phrase
          phrase={phrase}
          copies={copies}
          said={said}
          onUse={use}
          onAnother={suggest}
          onCopied={() => setSaid('copied')}
        />
      )}
      <LiveRegion visible={said !== 'copied'}>{sentences[said]}</LiveRegion>
    </div>
  )
}

interface PhraseProps {
  readonly phrase: string
  readonly copies: boolean
  readonly said: Said
  readonly onUse: () => void
  readonly onAnother: () => void
  readonly onCopied: () => void
}

function Phrase({ phrase, copies, said, onUse, onAnother, onCopied }: PhraseProps) {
  const { accounts } = useText()
  // Where the clipboard is refused the words can still be read, selected and written down.
  const copy = () => navigator.clipboard?.writeText(phrase).then(onCopied, () => {})
  const copied = said === 'copied'
  return (
    <section className={classes.phrase} aria-label={accounts.suggestion}>
      <output className={classes.words} translate="no">
        {phrase}
      </output>
      <p className={classes.advice}>{accounts.suggestionAdvice}</p>
      <div className={classes.phraseActions}>
        <Button variant="light" leftSection={<IconCheck size={18} aria-hidden />} onClick={onUse}>
          {accounts.suggestionUse}
        </Button>
        {copies ? (
          <Button
            variant="default"
            leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
            onClick={copy}
          >
            {copied ? accounts.suggestionCopied : accounts.suggestionCopy}
          </Button>
        ) : null}
        <Button variant="subtle" leftSection={<IconRefresh size={18} aria-hidden />} onClick={onAnother}>
          {accounts.suggestionAnother}
        </Button>
      </div>
    </section>
  )
}
