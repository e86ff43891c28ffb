import { useState } from 'react'
import type { PublicClinic } from '../../../shared/accounts/portalSchemas'
import { Notice } from '../shell/Notice'
import { useText } from '../text/portalText'
import { takeEntryChannel } from './entryChannel'
import { LinkForm } from './LinkForm'
import { MethodToggle } from './MethodToggle'
import { PasswordForm } from './PasswordForm'
import { PhoneForm } from './PhoneForm'
import { offeredWays, useEntry } from './useEntry'

/** What every form shares: what was typed stays when another way is picked. */
export interface EntryDraft {
  readonly email: string
  readonly setEmail: (email: string) => void
  readonly shared: boolean
  readonly setShared: (shared: boolean) => void
}

/** The toggle and the form of the way that is picked (S3.4 to S3.7). */
export function WaysIn({ clinic }: { readonly clinic: PublicClinic }) {
  const { waysIn } = useText()
  const offered = offeredWays(clinic)
  const [startAt] = useState(takeEntryChannel)
  const { channel, setChannel, way, setWay } = useEntry(offered, startAt)
  const [email, setEmail] = useState('')
  const [shared, setShared] = useState(false)
  const draft: EntryDraft = { email, setEmail, shared, setShared }
  if (offered.channels.length === 0) return <Notice tone="info">{waysIn.noWays}</Notice>
  const other = offered.email.length > 1
  return (
    <>
      {offered.channels.length > 1 ? <MethodToggle channel={channel} onChange={setChannel} /> : null}
      {channel === 'phone' ? (
        <PhoneForm draft={draft} />
      ) : way === 'link' ? (
        <LinkForm draft={draft} onPassword={other ? () => setWay('password') : null} />
      ) : (
        <PasswordForm draft={draft} onLink={other ? () => setWay('link') : null} />
      )}
    </>
  )
}
