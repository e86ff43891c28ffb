import { Checkbox } from '@mantine/core'
import { useText } from '../text/portalText'
import type { EntryDraft } from './WaysIn'

/** W2: the session then ends after 30 minutes without a request. */
export function SharedDevice({ draft }: { readonly draft: EntryDraft }) {
  const { waysIn } = useText()
  return (
    <Checkbox
      label={waysIn.shared}
      description={waysIn.sharedHint}
      checked={draft.shared}
      onChange={({ currentTarget }) => draft.setShared(currentTarget.checked)}
    />
  )
}
