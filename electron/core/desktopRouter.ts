import { initTRPC } from '@trpc/server'
import {
  pagesGoneSchema,
  passphraseDiscardSchema,
  passphraseOpenSchema,
  passphraseSchema,
  pinRemoveSchema,
  pinSetSchema,
  replicaForgetSchema,
  replicaKeySchema,
  replicaNoteSchema,
  touchedSchema,
  unlockSchema,
} from '../../shared/ipc/desktopSchemas'
import type {
  DesktopStatus,
  LockStatus,
  PassphraseAnswer,
  PinAnswer,
  ReplicaKeyAnswer,
  UnlockAnswer,
} from '../../shared/ipc/desktopTypes'

/** What the procedures call. Plain types only, so that the console may import the router's type without Node's. */
export interface DesktopServices {
  readonly status: () => Promise<DesktopStatus>
  readonly replica: {
    key(staffId: string, create: boolean): Promise<ReplicaKeyAnswer>
    forget(staffId: string): Promise<void>
    note(staffId: string, unsent: number): Promise<void>
  }
  readonly lock: {
    status(): Promise<LockStatus>
    lock(): Promise<void>
    unlock(staffId: string, typed: { password: string } | { pin: string }): Promise<UnlockAnswer>
    /** Somebody touched a page that locks by itself after so many minutes. */
    touched(minutes: number): void
    /** The lock's state now and after each change, until `signal` aborts. */
    watch(signal: AbortSignal): AsyncIterable<LockStatus>
  }
  readonly pin: { change(staffId: string, password: string, pin: string | null): Promise<PinAnswer> }
  readonly wipe: { pagesGone(unsent: number | null): Promise<void> }
  readonly passphrase: {
    set(passphrase: string): Promise<PassphraseAnswer>
    open(passphrase: string): Promise<PassphraseAnswer>
    discard(): Promise<void>
  }
}

const t = initTRPC.context<{ readonly services: DesktopServices }>().create({
  isDev: false,
  sse: { ping: { enabled: true, intervalMs: 15_000 } },
})
const done = { ok: true } as const

/** The desktop's own procedures under `/desktop/*`. Refusals that a person can meet are answers, not errors. */
export const desktopRouter = t.router({
  status: t.procedure.query(({ ctx }) => ctx.services.status()),
  replica: t.router({
    key: t.procedure
      .input(replicaKeySchema)
      .mutation(({ ctx, input }) => ctx.services.replica.key(input.staffId, input.create === true)),
    forget: t.procedure.input(replicaForgetSchema).mutation(async ({ ctx, input }) => {
      await ctx.services.replica.forget(input.staffId)
      return done
    }),
    note: t.procedure.input(replicaNoteSchema).mutation(async ({ ctx, input }) => {
      await ctx.services.replica.note(input.staffId, input.unsent)
      return done
    }),
  }),
  lock: t.router({
    status: t.procedure.query(({ ctx }) => ctx.services.lock.status()),
    watch: t.procedure.subscription(async function* ({ ctx, signal }) {
      if (signal) yield* ctx.services.lock.watch(signal)
    }),
    lock: t.procedure.mutation(async ({ ctx }) => {
      await ctx.services.lock.lock()
      return done
    }),
    touched: t.procedure.input(touchedSchema).mutation(({ ctx, input }) => {
      ctx.services.lock.touched(input.minutes)
      return done
    }),
    unlock: t.procedure
      .input(unlockSchema)
      .mutation(({ ctx, input: { staffId, ...typed } }) => ctx.services.lock.unlock(staffId, typed)),
  }),
  pin: t.router({
    set: t.procedure
      .input(pinSetSchema)
      .mutation(({ ctx, input }) => ctx.services.pin.change(input.staffId, input.password, input.pin)),
    remove: t.procedure
      .input(pinRemoveSchema)
      .mutation(({ ctx, input }) => ctx.services.pin.change(input.staffId, input.password, null)),
  }),
  wipe: t.router({
    /** The page's databases are deleted, so the core may confirm the order. */
    pagesGone: t.procedure.input(pagesGoneSchema).mutation(async ({ ctx, input }) => {
      await ctx.services.wipe.pagesGone(input.unsent)
      return done
    }),
  }),
  passphrase: t.router({
    set: t.procedure
      .input(passphraseSchema)
      .mutation(({ ctx, input }) => ctx.services.passphrase.set(input.passphrase)),
    open: t.procedure
      .input(passphraseOpenSchema)
      .mutation(({ ctx, input }) => ctx.services.passphrase.open(input.passphrase)),
    discard: t.procedure.input(passphraseDiscardSchema).mutation(async ({ ctx }) => {
      await ctx.services.passphrase.discard()
      return done
    }),
  }),
})

export type DesktopRouter = typeof desktopRouter
