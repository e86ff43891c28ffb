import { useUiText } from './uiText'

export interface SkipLinkProps {
  /** Id of the main element, which should carry `tabIndex={-1}`. */
  readonly target: string
}

/** First thing in the tab order: leads past the navigation. Moves focus itself, so no fragment enters the address. */
export function SkipLink({ target }: SkipLinkProps) {
  const text = useUiText()
  return (
    <a
      className="v-skip"
      href={`#${target}`}
      onClick={(event) => {
        event.preventDefault()
        event.currentTarget.ownerDocument.getElementById(target)?.focus()
      }}
    >
      {text.skip}
    </a>
  )
}
