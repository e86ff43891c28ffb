import { Button, Radio, TextInput } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { checkVerbalCode } from '../../../shared/invites/verbalCodeRules'
import { useSay } from '../shell/terms'
import classes from './Invites.module.css'
import { CHANNEL_TIP, CODE_PROBLEMS } from './inviteWords'

/** `keep` exists only when an invite with a code is sent again. */
export type CodeMode = 'keep' | 'off' | 'generated' | 'chosen'

export interface CodeChoice {
  readonly mode: CodeMode
  readonly generated: string
  readonly chosen: string
}

export interface VerbalCodeChoiceProps {
  readonly choice: CodeChoice
  readonly onChange: (choice: CodeChoice) => void
  readonly required: boolean
  readonly mayKeep: boolean
  readonly birthDate: string | null
  readonly onAnother: () => void
  /** Show what is wrong with an own code also before it was long enough: the person has pressed the button. */
  readonly strict: boolean
}

/** What is wrong with the chosen code, as a sentence; null when nothing is. */
export function codeProblem({ mode, chosen }: CodeChoice, birthDate: string | null): string | null {
  const problem = mode === 'chosen' ? checkVerbalCode(chosen, { birthDate }) : null
  return problem === null ? null : CODE_PROBLEMS[problem]
}

/** The verbal code as it travels to the server; null = none. */
export function codeOf({ mode, generated, chosen }: CodeChoice): string | null {
  if (mode === 'generated') return generated
  return mode === 'chosen' ? chosen : null
}

/** S0.4, S0.6, I5: off, drawn by the console, or chosen by staff. */
export function VerbalCodeChoice(props: VerbalCodeChoiceProps) {
  const say = useSay()
  const { choice, onChange, required, mayKeep, birthDate, onAnother, strict } = props
  const problem = codeProblem(choice, birthDate)
  const shown = strict || [...choice.chosen].length >= 6 ? problem : null
  return (
    <Radio.Group
      label="Verbal code"
      description={
        required
          ? 'Your clinic asks for one with every invite. It confirms who is at the other end.'
          : say('Confirms who is at the other end: the participant types it after opening the link.')
      }
      value={choice.mode}
      onChange={(mode) => onChange({ ...choice, mode: mode as CodeMode })}
    >
      <div className={classes.options}>
        {mayKeep ? <Radio value="keep" label="Keep the code they were given" /> : null}
        {required ? null : <Radio value="off" label="No code" />}
        <Radio value="generated" label="A code of 6 digits" />
        {choice.mode === 'generated' ? (
          <div className={classes.codeBox}>
            <output className={classes.bigCode} aria-label="Verbal code">
              {grouped(choice.generated)}
            </output>
            <Button size="xs" variant="subtle" leftSection={<IconRefresh size={14} aria-hidden />} onClick={onAnother}>
              Generate another
            </Button>
          </div>
        ) : null}
        <Radio value="chosen" label="A code of your own" />
        {choice.mode === 'chosen' ? (
          <TextInput
            className={classes.ownCode}
            aria-label="Your own code"
            description="6 to 32 characters. Capitals and extra spaces do not matter."
            value={choice.chosen}
            onChange={(event) => onChange({ ...choice, chosen: event.currentTarget.value })}
            error={shown}
            autoComplete="off"
            spellCheck={false}
            dir="auto"
            data-autofocus
          />
        ) : null}
      </div>
      {choice.mode === 'off' ? null : <p className={classes.tip}>{CHANNEL_TIP}</p>}
    </Radio.Group>
  )
}

/** "193064" -> "193 064", which is easier to say. */
export function grouped(code: string): string {
  return /^[0-9]{6}$/.test(code) ? `${code.slice(0, 3)} ${code.slice(3)}` : code
}
