import { Component, lazy, type ReactNode, Suspense } from 'react'
import { useText } from '../text/portalText'
import type { FilePickerProps } from './FilePicker'
import classes from './files.module.css'

const FilePicker = lazy(() => import('./FilePicker').then((module) => ({ default: module.FilePicker })))

/** The file picker, fetched only by those who open a form with it. A form whose picker cannot be fetched is a form without it. */
export function AttachFiles(props: FilePickerProps) {
  const { files: own } = useText()
  return (
    <Optional instead={<p className={classes.hint}>{own.unavailable}</p>}>
      <Suspense fallback={<div className={classes.picker} aria-hidden />}>
        <FilePicker {...props} />
      </Suspense>
    </Optional>
  )
}

class Optional extends Component<{ readonly instead: ReactNode; readonly children: ReactNode }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    return this.state.failed ? this.props.instead : this.props.children
  }
}
