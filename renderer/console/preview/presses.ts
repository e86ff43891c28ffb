/** What only shows or hides something on the page itself: the menu, the words of an agreement, a filter, the language, the way past the menu. */
const OWN_TO_THE_PAGE = 'button[aria-controls][aria-expanded], select, input[type="radio"], a.v-skip'
const CONTROLS = `a[href], button, input, textarea, select, label, summary, [role="button"], [draggable="true"]`
const LONGEST_NAME = 60

export interface PressRules {
  /** Goes to a page inside the preview; false when there is no such page in it. */
  readonly go: (path: string) => boolean
  /** Says that it did nothing. `name`: the words of what was pressed, '' where it has none. */
  readonly explain: (name: string) => void
}

/**
 * Stands before every press in the frame's document, earlier than anything that the portal's components listen to (capture at the document). Links between the
 * portal's pages lead there inside the preview; what only shows or hides works; everything else is stopped and explained. Returns how to stop.
 */
export function guardPresses(page: Document, { go, explain }: PressRules): () => void {
  const stop = (event: Event) => {
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  const pressed = (event: Event) => {
    const control = controlOf(event.target)
    if (control === null || isOwnToThePage(control)) return
    stop(event)
    if (event.type === 'click' && isPlain(event as MouseEvent) && leads(control, go)) return
    explain(nameOf(control))
  }
  const refused = (event: Event) => {
    stop(event)
    explain('')
  }
  const handlers = {
    click: pressed,
    auxclick: pressed,
    submit: refused,
    beforeinput: refused,
    drop: refused,
    dragstart: stop,
  }
  const all = Object.entries(handlers)
  for (const [type, handler] of all) page.addEventListener(type, handler, { capture: true })
  return () => {
    for (const [type, handler] of all) page.removeEventListener(type, handler, { capture: true })
  }
}

/** The frame's elements belong to another window than this code: no `instanceof`. */
function controlOf(target: EventTarget | null): Element | null {
  const node = target as Node | null
  const element = node === null || !('closest' in node) ? node?.parentElement : (node as Element)
  return element?.closest(CONTROLS) ?? null
}

function isOwnToThePage(control: Element): boolean {
  const labelled = 'control' in control ? (control as HTMLLabelElement).control : null
  return (labelled ?? control).matches(OWN_TO_THE_PAGE)
}

/** Another button or a held key would open a window. */
function isPlain({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey
}

function leads(control: Element, go: PressRules['go']): boolean {
  const href = control.getAttribute('href')
  return href !== null && !control.hasAttribute('target') && go(href)
}

function nameOf(control: Element): string {
  const words = (control.getAttribute('aria-label') ?? control.textContent ?? '').replace(/\s+/g, ' ').trim()
  return words.length > LONGEST_NAME ? `${words.slice(0, LONGEST_NAME).trimEnd()}…` : words
}
