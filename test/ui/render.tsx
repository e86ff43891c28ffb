import { act, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { PortalUi } from '../../renderer/ui/PortalUi'

/** Puts parts on a page as the portal would; `unmount` takes them off again. */
export async function show(children: ReactNode) {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const place = document.createElement('div')
  document.body.append(place)
  const root = createRoot(place)
  await act(async () =>
    root.render(
      <PortalUi>
        <div data-part>{children}</div>
      </PortalUi>,
    ),
  )
  const part = place.querySelector<HTMLElement>('[data-part]')
  if (!part) throw new Error('nothing was drawn')
  return {
    /** Without the style elements that the theme puts beside the parts. */
    part,
    find: (selector: string): HTMLElement => {
      const found = part.querySelector<HTMLElement>(selector)
      if (!found) throw new Error(`nothing matches ${selector}`)
      return found
    },
    unmount: async () => {
      await act(async () => root.unmount())
      place.remove()
    },
  }
}

/** Types a whole value, as a paste or a password manager would. */
export async function fill(input: HTMLElement, value: string) {
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, value)
    input.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

export const press = (element: HTMLElement) => act(async () => element.click())
