import { Checkbox, Radio } from '@mantine/core'
import type { AccountHolder } from '../../../shared/accounts/accountSchemas'
import { useText } from '../text/portalText'

interface HolderChoiceProps {
  readonly holder: AccountHolder
  readonly onHolder: (holder: AccountHolder) => void
}

/** S3.16: a caregiver has the participant's one account, and the clinic sees whose hands it is in. */
export function HolderChoice({ holder, onHolder }: HolderChoiceProps) {
  const { details } = useText()
  return (
    <Radio.Group
      label={details.holderLegend}
      value={holder}
      onChange={(value) => onHolder(value === 'caregiver' ? 'caregiver' : 'self')}
    >
      <Radio value="self" label={details.holderSelf} />
      <Radio value="caregiver" label={details.holderCaregiver} description={details.holderCaregiverHint} />
    </Radio.Group>
  )
}

interface SharedChoiceProps {
  readonly shared: boolean
  readonly onShared: (shared: boolean) => void
}

/** W2, in the words of the sign-in page. */
export function SharedChoice({ shared, onShared }: SharedChoiceProps) {
  const { waysIn } = useText()
  return (
    <Checkbox
      label={waysIn.shared}
      description={waysIn.sharedHint}
      checked={shared}
      onChange={({ currentTarget }) => onShared(currentTarget.checked)}
    />
  )
}
