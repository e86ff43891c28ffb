import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { ConfirmDialog } from '../../ui/ConfirmDialog'

export interface LeaveGuard {
  /** Stands somewhere on the page. */
  readonly dialog: ReactNode
  /** For a way out that is no link, such as Cancel: runs it now, or after the person has agreed. */
  readonly leave: (go: () => void) => void
}

export interface LeaveOptions {
  /** Links that start with this keep what was typed and pass. */
  readonly within?: string | null
  /** The person has agreed that what was typed goes. */
  readonly onDiscard?: () => void
}

/**
 * Asks before typed words are lost: at every link of the console, at Back and Forward, and (in the browser's own words) at closing the window.
 * Links are caught before the router hears of them. Back is caught by the Navigation API: `popstate` is too late, as the window calls its
 * listeners in the order in which they came, and the router's was there first.
 */
export function useLeaveGuard(unsaved: boolean, { within = null, onDiscard }: LeaveOptions = {}): LeaveGuard {
  const [here, navigate] = useLocation()
  const [going, setGoing] = useState<{ readonly go: () => void } | null>(null)
  const letPass = useRef(false)
  useEffect(() => {
    if (!unsaved) return
    const onClick = (event: MouseEvent) => {
      const href = innerLink(event, here)
      if (href === null || letPass.current || (within !== null && href.startsWith(within))) return
      event.preventDefault()
      event.stopPropagation()
      setGoing({ go: () => navigate(href) })
    }
    const onTraverse = (event: NavigateEvent) => {
      if (event.navigationType !== 'traverse' || !event.cancelable || letPass.current) return
      event.preventDefault()
      const { key } = event.destination
      setGoing({ go: () => void navigation.traverseTo(key) })
    }
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault()
    // Absent outside Chromium, which the console always runs in, apart from tests.
    const pageNavigation = 'navigation' in window ? navigation : undefined
    document.addEventListener('click', onClick, true)
    pageNavigation?.addEventListener('navigate', onTraverse)
    window.addEventListener('beforeunload', onUnload)
    return () => {
      document.removeEventListener('click', onClick, true)
      pageNavigation?.removeEventListener('navigate', onTraverse)
      window.removeEventListener('beforeunload', onUnload)
    }
  }, [unsaved, navigate, here, within])
  const leave = useCallback((go: () => void) => (unsaved ? setGoing({ go }) : go()), [unsaved])
  const discard = () => {
    letPass.current = true
    setGoing(null)
    onDiscard?.()
    going?.go()
    // The page may stay (Cancel of an edit); the next edit is guarded again.
    setTimeout(() => {
      letPass.current = false
    }, 500)
  }
  const dialog = (
    <ConfirmDialog
      opened={going !== null}
      title="Leave without saving?"
      consequence="What you typed here is not saved yet. If you leave now, it is lost."
      confirmLabel="Discard changes"
      cancelLabel="Keep editing"
      danger
      onConfirm={discard}
      onCancel={() => setGoing(null)}
    />
  )
  return { dialog, leave }
}

function innerLink(event: MouseEvent, here: string): string | null {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return null
  const anchor = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(anchor instanceof HTMLAnchorElement) || anchor.target === '_blank' || anchor.origin !== location.origin)
    return null
  return anchor.pathname === here ? null : `${anchor.pathname}${anchor.search}`
}
