const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll', 'touchmove'] as const

/** Tells of every sign that somebody is there: a key, a press, a move, a page that scrolls. Returns how to stop. */
export function watchTouches(touched: () => void, target: Window = window): () => void {
  const options = { capture: true, passive: true }
  const felt = (event: Event) => {
    // A browser also says that the mouse moved when the page moved under it.
    const still = event instanceof PointerEvent && event.type === 'pointermove' && !event.movementX && !event.movementY
    if (!still) touched()
  }
  for (const name of TOUCHES) target.addEventListener(name, felt, options)
  return () => {
    for (const name of TOUCHES) target.removeEventListener(name, felt, options)
  }
}
