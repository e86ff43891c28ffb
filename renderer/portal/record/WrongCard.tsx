import { Button } from '@mantine/core'
import { PhoneLink } from '../shell/PhoneLink'
import { Link } from '../shell/router'
import { useText } from '../text/portalText'
import { Card } from './Card'
import classes from './record.module.css'

/** What to do about a mistake in the record. */
export function WrongCard({ phone, onAsk }: { readonly phone: string; readonly onAsk: () => void }) {
  const { record, corrections } = useText()
  return (
    <Card title={record.wrongTitle} tone="info">
      <p>{corrections.cardHint}</p>
      <div className={classes.wrongWays}>
        <Button variant="default" onClick={onAsk}>
          {corrections.ask}
        </Button>
        <Link to="/portal/corrections">{corrections.mine}</Link>
      </div>
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
