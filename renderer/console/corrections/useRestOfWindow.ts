import { type RefObject, useLayoutEffect, useState } from 'react'

const LEAST_HEIGHT_PX = 260
const BELOW_PX = 24

/** The list takes what is left of the window below its own top, so the page itself never scrolls and the filters stay in sight. */
export function useRestOfWindow(box: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(LEAST_HEIGHT_PX)
  useLayoutEffect(() => {
    const measure = () => {
      const top = box.current?.getBoundingClientRect().top ?? 0
      setHeight(Math.max(LEAST_HEIGHT_PX, Math.floor(window.innerHeight - top - BELOW_PX)))
    }
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [box])
  return height
}
