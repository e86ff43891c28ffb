import { Component, type ReactNode } from 'react'
import { ErrorState } from '../../ui/ErrorState'
import { useText } from '../text/portalText'

interface PageBoundaryState {
  readonly broken: boolean
}

/** Catches a screen that cannot be drawn, most often because its file could not be fetched. Loading the page anew is the way on. */
export class PageBoundary extends Component<{ readonly children: ReactNode }, PageBoundaryState> {
  override state: PageBoundaryState = { broken: false }

  static getDerivedStateFromError(): PageBoundaryState {
    return { broken: true }
  }

  override render() {
    return this.state.broken ? <BrokenPage /> : this.props.children
  }
}

function BrokenPage() {
  const { shell } = useText()
  return (
    <ErrorState title={shell.pageErrorTitle} sentence={shell.pageErrorSentence} onRetry={() => location.reload()} />
  )
}
