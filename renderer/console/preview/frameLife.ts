/** What counts as somebody being there, as in `shell/idleWatch.ts`. */
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/**
 * A frame keeps its events to itself. Whoever reads in it is at work on this console, so signs of life reach the console's window (W2), and so do its shortcuts, locking
 * above all. Returns how to stop.
 */
export function passSignsOn(page: Document, view: Window & typeof globalThis): () => void {
  const alive = () => void view.dispatchEvent(new view.Event('pointermove'))
  const shortcut = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey) return
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event
    const same = new view.KeyboardEvent('keydown', {
      ...{ key, ctrlKey, metaKey, altKey, shiftKey },
      ...{ bubbles: true, cancelable: true },
    })
    view.document.dispatchEvent(same)
    if (same.defaultPrevented) event.preventDefault()
  }
  for (const sign of SIGNS) page.addEventListener(sign, alive, { capture: true, passive: true })
  page.addEventListener('keydown', shortcut, { capture: true })
  return () => {
    for (const sign of SIGNS) page.removeEventListener(sign, alive, { capture: true })
    page.removeEventListener('keydown', shortcut, { capture: true })
  }
}

/**
 * The portal's headings take the focus when a page appears. That is right for whoever moves about in the frame, and a theft from whoever has not
 * entered it yet: until then it goes back to where it was. Returns how to stop.
 */
export function leaveFocusOutside(page: Document, frame: HTMLIFrameElement): () => void {
  const outer = frame.ownerDocument
  let entered = false
  let last: HTMLElement | null = outer.activeElement as HTMLElement | null
  const enter = () => {
    entered = true
  }
  const outside = ({ target }: FocusEvent) => {
    if (target === frame) return
    entered = false
    last = target as HTMLElement
  }
  const inside = ({ target }: FocusEvent) => {
    const element = target as HTMLElement
    if (entered || element.tabIndex >= 0) return
    element.blur()
    frame.blur()
    if (last?.isConnected && last !== frame) last.focus({ preventScroll: true })
  }
  page.addEventListener('pointerdown', enter, { capture: true })
  page.addEventListener('keydown', enter, { capture: true })
  page.addEventListener('focusin', inside)
  outer.addEventListener('focusin', outside)
  return () => {
    page.removeEventListener('pointerdown', enter, { capture: true })
    page.removeEventListener('keydown', enter, { capture: true })
    page.removeEventListener('focusin', inside)
    outer.removeEventListener('focusin', outside)
  }
}
