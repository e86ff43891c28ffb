import { type DragEvent, useEffect, useState } from 'react'

export interface Drop {
  /** Files are held above the zone. */
  readonly over: boolean
  readonly zone: {
    readonly onDragOver: (event: DragEvent) => void
    readonly onDragLeave: (event: DragEvent) => void
    readonly onDrop: (event: DragEvent) => void
  }
}

/** A place to drop files on. While it is there a file that misses it does nothing: the browser would open it and everything typed would be lost. */
export function useDrop(onFiles: (files: readonly File[]) => void): Drop {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const hold = (event: Event) => event.preventDefault()
    addEventListener('dragover', hold)
    addEventListener('drop', hold)
    return () => {
      removeEventListener('dragover', hold)
      removeEventListener('drop', hold)
    }
  }, [])
  const onDragOver = (event: DragEvent) => {
    if (event.dataTransfer.types.includes('Files')) setOver(true)
  }
  const onDragLeave = ({ currentTarget, relatedTarget }: DragEvent) => {
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const files = [...event.dataTransfer.files]
    if (files.length > 0) onFiles(files)
  }
  return { over, zone: { onDragOver, onDragLeave, onDrop } }
}
