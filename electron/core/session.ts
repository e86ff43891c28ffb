/** Who sits at this console. The token lives only here, in memory; `held` waits for the password while locked. */
type Presence =
  | { readonly state: 'signedOut'; readonly token: string | null }
  | { readonly state: 'unlocked'; readonly staffId: string; readonly token: string | null }
  | { readonly state: 'locked'; readonly staffId: string; readonly token: string | null; readonly held: string | null }

export interface Session {
  current(): Presence
  /**
   * Takes over what the server handed out for a request that was sent with `sentWith`; `-` ends the session. `who` has just signed in with it: token and
   * person change in one step, so that no request of somebody else's page goes out with it in between. False when it came too late.
   */
  takeToken(sentWith: string | null, handed: string, who: string | null): boolean
  lock(): void
  unlock(staffId: string): void
  /** The waiting session is thrown away: only a full sign-in helps now. */
  dropHeld(): void
  signOut(): void
  /** Ends `controller` at the next lock; returns how to stop caring. */
  endAtLock(controller: AbortController): () => void
  /** Calls back after each change; returns how to stop. */
  onChange(listener: () => void): () => void
}

const TOKEN = /^[A-Za-z0-9._~+/=-]{16,512}$/

/** Starts signed out. */
export function createSession(): Session {
  let presence: Presence = { state: 'signedOut', token: null }
  const listeners = new Set<() => void>()
  const running = new Set<AbortController>()
  const become = (next: Presence) => {
    presence = next
    for (const listener of [...listeners]) listener()
  }
  const join = <T>(set: Set<T>, member: T) => {
    set.add(member)
    return () => void set.delete(member)
  }

  return {
    current: () => presence,
    takeToken: (sentWith, handed, who) => {
      // A late answer to an older request must neither end nor replace a newer session.
      if (sentWith !== presence.token) return false
      if (handed === '-') become({ state: 'signedOut', token: null })
      else if (!TOKEN.test(handed)) return false
      else become(who === null ? { ...presence, token: handed } : { state: 'unlocked', staffId: who, token: handed })
      return true
    },
    lock: () => {
      for (const controller of running) controller.abort()
      running.clear()
      become(locked(presence))
    },
    unlock: (staffId) => become({ state: 'unlocked', staffId, token: tokenAfterUnlock(presence, staffId) }),
    dropHeld: () => {
      if (presence.state === 'locked') become({ ...presence, held: null })
    },
    signOut: () => become({ state: 'signedOut', token: null }),
    endAtLock: (controller) => join(running, controller),
    onChange: (listener) => join(listeners, listener),
  }
}

function locked(from: Presence): Presence {
  if (from.state === 'signedOut') return { state: 'signedOut', token: null }
  if (from.state === 'locked') return from
  return { state: 'locked', staffId: from.staffId, token: null, held: from.token }
}

/** One person's password never opens another person's waiting session. */
function tokenAfterUnlock(from: Presence, staffId: string): string | null {
  if (from.state === 'signedOut' || from.staffId !== staffId) return null
  return from.state === 'locked' ? from.held : from.token
}
