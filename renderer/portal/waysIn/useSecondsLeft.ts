import { useEffect, useState } from 'react'

/** Seconds that are left of `total`, counted from when `of` came; 0 at the end. By this device's clock, distances only. */
export function useSecondsLeft(total: number, of: unknown): number {
  const [left, setLeft] = useState(total)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer starts the count anew.
  useEffect(() => {
    const end = Date.now() + total * 1000
    const count = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)))
    count()
    const timer = setInterval(count, 1000)
    return () => clearInterval(timer)
  }, [total, of])
  return left
}
