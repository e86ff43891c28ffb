import { useElementSize } from '@mantine/hooks'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { Preview } from '../../../shared/preview/previewSchemas'
import type { Place } from '../../portal/shell/router'
import { load } from '../../portal/text/portalText'
import { adoptStyleNonce } from '../../ui/styleNonce'
import { leaveFocusOutside, passSignsOn } from './frameLife'
import { FRAME_STYLES } from './frameStyles'
import classes from './Preview.module.css'
import { PreviewPortal } from './PreviewPortal'
import { guardPresses } from './presses'
import { firstPath, pathFor } from './previewPaths'

/** CSS pixels: a common phone, and a computer on which the portal has its side column. */
export const WIDTHS = { phone: 390, computer: 1280 } as const
export type Width = keyof typeof WIDTHS

const EMPTY_PAGE = '<!doctype html><html lang="en"><head><title>Preview</title></head><body></body></html>'

export interface PreviewFrameProps {
  readonly preview: Preview
  readonly width: Width
  readonly scheme: 'light' | 'dark'
  readonly label: string
  readonly onPress: (name: string) => void
  /** Another page inside the preview stands there. */
  readonly onMoved: () => void
}

/**
 * The portal in a document of its own, so that it has its own width, styles, title and ids. The frame may run nothing, send nothing and open nothing (`sandbox`); what is
 * in it is drawn from here.
 */
export function PreviewFrame({ preview, width, scheme, label, onPress, onMoved }: PreviewFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [page, setPage] = useState<Document | null>(null)
  const [words, setWords] = useState<Awaited<ReturnType<typeof load>> | null>(null)
  const [wantedPath, setWantedPath] = useState<string>(() => firstPath(preview))
  const room = useElementSize()
  const { language } = preview
  useEffect(() => {
    let wanted = true
    void load(language).then((loaded) => wanted && setWords((before) => before ?? loaded))
    return () => {
      wanted = false
    }
  }, [language])
  // After a refresh another gate may stand before the page that was open.
  const path = pathFor(preview, wantedPath) ?? firstPath(preview)
  const go = useCallback(
    (wanted: string) => {
      const found = pathFor(preview, wanted)
      if (found === null) return false
      setWantedPath(found)
      onMoved()
      return true
    },
    [preview, onMoved],
  )
  const place = useMemo<Place>(() => ({ path, go }), [path, go])
  useEffect(() => (page === null ? undefined : guardPresses(page, { go, explain: onPress })), [page, go, onPress])
  useEffect(() => {
    const { current: element } = frame
    if (page === null || element === null) return
    const stops = [passSignsOn(page, window), leaveFocusOutside(page, element)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [page])
  const scale = room.width === 0 ? 1 : Math.min(1, room.width / WIDTHS[width])
  return (
    <div ref={room.ref} className={classes.room}>
      <div className={classes.device} data-width={width} style={{ width: WIDTHS[width] * scale }}>
        <iframe
          ref={frame}
          title={label}
          className={classes.frame}
          sandbox="allow-same-origin"
          srcDoc={EMPTY_PAGE}
          style={{ width: WIDTHS[width], height: `${100 / scale}%`, transform: `scale(${scale})` }}
          onLoad={({ currentTarget }) => setPage(currentTarget.contentDocument)}
        />
      </div>
      {page && words ? (
        <>
          {createPortal(<style nonce={adoptStyleNonce(document)}>{FRAME_STYLES}</style>, page.head)}
          {createPortal(
            <PreviewPortal preview={preview} page={page} words={words} place={place} scheme={scheme} />,
            page.body,
          )}
        </>
      ) : null}
    </div>
  )
}
