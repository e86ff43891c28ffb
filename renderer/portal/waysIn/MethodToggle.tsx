import { IconMail, IconPhone } from '@tabler/icons-react'
import { useText } from '../text/portalText'
import type { Channel } from './useEntry'
import own from './waysIn.module.css'

export interface MethodToggleProps {
  readonly channel: Channel
  readonly onChange: (channel: Channel) => void
}

/** S3.4: two positions. Ordinary radio buttons underneath, so that arrow keys and screen readers work as everywhere. */
export function MethodToggle({ channel, onChange }: MethodToggleProps) {
  const { waysIn } = useText()
  const positions = [
    { value: 'email', label: waysIn.byEmail, Glyph: IconMail },
    { value: 'phone', label: waysIn.byPhone, Glyph: IconPhone },
  ] as const
  return (
    <fieldset className={own.toggle}>
      <legend>{waysIn.method}</legend>
      <div>
        {positions.map(({ value, label, Glyph }) => (
          <label key={value} data-on={channel === value || undefined}>
            <input
              type="radio"
              name="method"
              value={value}
              checked={channel === value}
              onChange={() => onChange(value)}
            />
            <Glyph size={20} stroke={1.8} aria-hidden />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
