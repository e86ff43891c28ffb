import { create } from 'qrcode'
import { useMemo } from 'react'
import classes from './QrCode.module.css'

export interface QrCodeProps {
  readonly value: string
  /** What the code opens, in words: it is the image's name for those who cannot scan it. */
  readonly title: string
  /** Edge length in CSS pixels, quiet zone included. */
  readonly size?: number
}

/** Four modules of white on every side, as ISO/IEC 18004 asks. */
const quiet = 4

interface Modules {
  readonly size: number
  readonly data: Uint8Array
}

/** Dark modules as one path, one run per row segment. */
export function qrPath({ size, data }: Modules): string {
  const runs: string[] = []
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const start = column
      while (column < size && data[row * size + column]) column++
      if (column > start) runs.push(`M${start + quiet} ${row + quiet}h${column - start}v1h-${column - start}z`)
    }
  }
  return runs.join('')
}

/**
 * A QR code drawn as SVG, always dark on white (also in the dark scheme and in print) so that every camera reads it.
 * Import it lazily: `lazy(() => import('../ui/QrCode').then((m) => ({ default: m.QrCode })))`.
 */
export function QrCode({ value, title, size = 208 }: QrCodeProps) {
  const modules = useMemo<Modules>(() => create(value, { errorCorrectionLevel: 'M' }).modules, [value])
  const edge = modules.size + quiet * 2
  return (
    <svg
      className={classes.root}
      role="img"
      aria-label={title}
      width={size}
      height={size}
      viewBox={`0 0 ${edge} ${edge}`}
      shapeRendering="crispEdges"
    >
      <title>{title}</title>
      <rect width={edge} height={edge} fill="#ffffff" />
      <path d={qrPath(modules)} fill="#000000" />
    </svg>
  )
}
