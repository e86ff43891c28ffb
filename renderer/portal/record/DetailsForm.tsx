import { Button, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { GivenDetails } from '../../../shared/accounts/portalSchemas'
import { DETAIL_NAMES, type DetailName } from '../../../shared/record/detailsRules'
import { problemOf } from '../../api/apiError'
import { useClient } from '../shell/ClientContext'
import { ProblemNotice } from '../shell/ProblemNotice'
import { navigate } from '../shell/router'
import { useSession } from '../shell/SessionContext'
import classes from '../shell/shell.module.css'
import { useAction } from '../shell/useAction'
import { useFirstError } from '../shell/useFirstError'
import { type PortalText, useText } from '../text/portalText'

const NOTHING: GivenDetails = { preferredName: '', pronouns: '', address: '', phone: '' }
type Errors = Partial<Record<DetailName, string>>

/** How a browser may help with each. Not `autofocus`: the heading has the focus. */
const AUTOCOMPLETE = { preferredName: 'nickname', pronouns: 'off', address: 'street-address', phone: 'tel' } as const

/** Everything is optional. "Not now" is an answer too, so that nobody is asked again at each sign-in. */
export function DetailsForm({ asked }: { readonly asked: readonly DetailName[] }) {
  const text = useText()
  const { details } = text
  const client = useClient()
  const { follow } = useSession()
  const { busy, problem, run } = useAction()
  const [given, setGiven] = useState(NOTHING)
  const [errors, setErrors] = useState<Errors>({})
  const form = useFirstError(errors)
  const give = (answer: GivenDetails) =>
    run(async () => {
      try {
        await client.record.giveDetails.mutate(answer)
        navigate('/home', 'replace')
      } catch (refusal) {
        const found = problemOf(refusal)
        const atFields = refusedFields(details, found.detail?.fields)
        if (Object.keys(atFields).length > 0) setErrors(atFields)
        else if (!follow(found)) throw refusal
      }
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found: Errors = isPhone(given.phone) ? {} : { phone: details.phoneForm }
    setErrors(found)
    if (Object.keys(found).length === 0) give(given)
  }
  const bind = (name: DetailName) => ({
    name,
    label: `${details[name]} (${details.optional})`,
    description: details[`${name}Hint`],
    autoComplete: AUTOCOMPLETE[name],
    value: given[name],
    error: errors[name],
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      setGiven({ ...given, [name]: currentTarget.value }),
  })
  return (
    <form ref={form} className={classes.stack} onSubmit={submit} noValidate>
      <ProblemNotice problem={problem} />
      {asked.map((name) =>
        name === 'address' ? (
          <Textarea key={name} {...bind(name)} rows={3} dir="auto" />
        ) : (
          <TextInput key={name} {...bind(name)} {...(name === 'phone' ? { type: 'tel' } : { dir: 'auto' })} />
        ),
      )}
      <Button type="submit" fullWidth loading={busy}>
        {details.save}
      </Button>
      <Button variant="subtle" fullWidth disabled={busy} onClick={() => give(NOTHING)}>
        {details.notNow}
      </Button>
    </form>
  )
}

/** As the server sees it; only to save a round trip. */
function isPhone(typed: string): boolean {
  const digits = typed.replace(/\D/g, '').length
  return typed.trim() === '' || (/^\s*\+?[0-9 ().\-/]*$/.test(typed) && digits >= 5 && digits <= 15)
}

function refusedFields(
  { phoneForm, textForm }: PortalText['details'],
  fields: readonly { readonly path: string }[] | undefined,
): Errors {
  const named = new Set(fields?.map(({ path }) => path))
  return Object.fromEntries(
    DETAIL_NAMES.filter((name) => named.has(name)).map((name) => [name, name === 'phone' ? phoneForm : textForm]),
  )
}
