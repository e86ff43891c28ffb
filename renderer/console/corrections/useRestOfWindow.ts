import { type RefObject, useLayoutEffect, useState } from 'react'

const LEAST_HEIGHT_PX = 260
const BELOW_PX = 24

/**
 * The list takes what is left of the window below its own top, so the page itself never scrolls and the filters stay in sight. Measured again also
 * when only what stands above it grows: a filter that wraps, a banner.
 */
export function useRestOfWindow(box: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(LEAST_HEIGHT_PX)
  useLayoutEffect(() => {
    const measure = () => {
      const top = (box.current?.getBoundingClientRect().top ?? 0) + window.scrollY
      setHeight(Math.max(LEAST_HEIGHT_PX, Math.floor(window.innerHeight - top - BELOW_PX)))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    window.addEventListener('resize', measure)
    return () => {
      observer.disconnect()
      window.removeEventListener('resize', measure)
    }
  }, [box])
  return height
}
