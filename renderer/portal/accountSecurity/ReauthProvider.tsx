import { createContext, type ReactNode, use, useCallback, useRef, useState } from 'react'
import { problemOf } from '../../api/apiError'
import { DeclinedError } from './DeclinedError'
import { ReauthDialog } from './ReauthDialog'

/** Does `work`; when the server wants a fresh password (W5) asks for it once and then does `work` again. */
export type Secured = <T>(work: () => Promise<T>) => Promise<T>

const Context = createContext<Secured | null>(null)

/** Throws `DeclinedError` out of the secured work when the person would not type the password. */
export function useSecured(): Secured {
  const secured = use(Context)
  if (!secured) throw new Error('no ReauthProvider above')
  return secured
}

interface Question {
  readonly answer: Promise<void>
  readonly confirm: () => void
  readonly decline: () => void
}

function newQuestion(): Question {
  const { promise: answer, resolve: confirm, reject } = withResolvers()
  return { answer, confirm, decline: () => reject(new DeclinedError()) }
}

function withResolvers() {
  let resolve = () => {}
  let reject: (reason: Error) => void = () => {}
  const promise = new Promise<void>((done, failed) => {
    resolve = done
    reject = failed
  })
  return { promise, resolve, reject }
}

/** One dialog for everything on the page that may need a fresh password. Two refusals at the same time ask once. */
export function ReauthProvider({ email, children }: { readonly email: string; readonly children: ReactNode }) {
  const [asking, setAsking] = useState(false)
  const question = useRef<Question | null>(null)
  const ask = useCallback(() => {
    question.current ??= newQuestion()
    setAsking(true)
    return question.current.answer
  }, [])
  const close = (how: 'confirm' | 'decline') => {
    const open = question.current
    question.current = null
    setAsking(false)
    open?.[how]()
  }
  const secured = useCallback<Secured>(
    async (work) => {
      try {
        return await work()
      } catch (error) {
        if (problemOf(error).code !== 'REAUTH_REQUIRED') throw error
      }
      await ask()
      return await work()
    },
    [ask],
  )
  return (
    <Context value={secured}>
      {children}
      <ReauthDialog
        opened={asking}
        email={email}
        onConfirmed={() => close('confirm')}
        onDeclined={() => close('decline')}
      />
    </Context>
  )
}
