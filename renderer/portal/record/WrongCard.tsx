import { PhoneLink } from '../shell/PhoneLink'
import { useText } from '../text/portalText'
import { Card } from './Card'

/** What to do about a mistake in the record. */
export function WrongCard({ phone }: { readonly phone: string }) {
  const { record } = useText()
  return (
    <Card title={record.wrongTitle} tone="info">
      {phone ? (
        <p>
          {record.wrong} <PhoneLink phone={phone} />
        </p>
      ) : (
        <p>{record.wrongNoPhone}</p>
      )}
    </Card>
  )
}
