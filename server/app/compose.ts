import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { loadAccountDocs } from '../accounts/accountStore'
import { createPasswordHasher } from '../accounts/passwordHash'
import { createHeadKeeper } from '../audit/auditHead'
import { createClinicService } from '../clinic/clinicService'
import { createDeviceService } from '../devices/deviceService'
import { createHoldingNotes } from '../devices/holdingNotes'
import type { Announce } from '../invites/inviteDeps'
import type { InviteTemplates } from '../invites/inviteMailText'
import { createNotices } from '../notices/noticeService'
import type { NoticeTexts } from '../notices/noticeTexts'
import type { Clock } from '../platform/clock'
import type { Config } from '../platform/config'
import type { Tables } from '../platform/database/tables'
import { notify } from '../platform/database/transaction'
import { describeError, type Log } from '../platform/log'
import type { Delivery } from '../platform/mail/delivery'
import { createEnqueue } from '../platform/mail/outbox'
import { createAddressLimit } from '../platform/rate/tokens'
import type { Secrets } from '../platform/secrets/secrets'
import { createTrpc } from '../platform/trpc/createTrpc'
import type { PortalContext } from '../portal/portalContext'
import { createPortalRouter } from '../portal/portalRouter'
import { endDeviceSessions } from '../staff/sessionStore'
import { createStaffAuthService } from '../staff/staffAuthService'
import type { StaffContext } from '../staff/staffContext'
import { createLiveHub } from '../sync/liveHub'
import { createNewsDesk } from '../sync/liveNews'
import { SYNC_CHANNEL } from '../sync/pushService'
import { replicatedLoaders } from '../sync/replicatedDocs'
import { inScope } from '../sync/scopeStore'
import { commandTable } from './commands'
import { createStaffRouter } from './staffRouter'

/** What every part of the server is made of. Built once, by `startServer` or by a test. */
export interface Parts {
  readonly db: Kysely<Tables>
  readonly secrets: Secrets
  readonly config: Pick<Config, 'publicUrl' | 'auditHeadFile' | 'mailFrom' | 'outboxDir'>
  readonly clock: Clock
  readonly log: Log
  /** Mail texts, read from resources/mail at start. */
  readonly templates: InviteTemplates
  readonly noticeTexts: NoticeTexts
  /** The ways out, for the test messages of Settings; everything else goes through the outbox. */
  readonly delivery: Pick<Delivery, 'email' | 'sms'>
}

export type Composition = ReturnType<typeof compose>

/** The wiring of the whole server, in one place: services, routers, and what listens to them. Opens nothing. */
export function compose({ db, secrets, config, clock, log, templates, noticeTexts, delivery }: Parts) {
  const limit = createAddressLimit(db, clock)
  const perAddress = {
    limit: async (ctx: { readonly address: string }, rate: Parameters<typeof limit>[1]) =>
      await limit(ctx.address, rate),
  }
  const announce: Announce = async (tx, rev) => await notify(tx, SYNC_CHANNEL, String(rev))
  const hasher = createPasswordHasher()
  const clinic = createClinicService({ db, portalUrl: config.publicUrl.origin })
  const audit = createHeadKeeper({
    db,
    file: config.auditHeadFile,
    secrets,
    now: () => clock.now(),
    log: headLog(log),
  })
  const auth = createStaffAuthService({ db, sealing: secrets, hasher })
  const enqueue = createEnqueue(secrets)
  const notices = createNotices({ clinic, enqueue, texts: noticeTexts })
  const waysIn = { db, clinic, hasher, notices, secrets, announce }
  const push = {
    db,
    newId: randomUUID,
    prepare: commandTable(waysIn),
    failed: (error: unknown, kind: string) => log.error({ kind, failure: describeError(error) }, 'a write failed'),
  }
  const holding = createHoldingNotes(db)
  const pull = {
    db,
    audit,
    held: holding.pulled,
    loaders: replicatedLoaders({
      db,
      clinicDoc: async () => await clinic.doc(),
      accountDocs: async (ids) => await loadAccountDocs(db, ids),
    }),
  }
  const news = createNewsDesk({
    db,
    loaders: pull.loaders,
    now: () => clock.now(),
    failed: (error) => log.warn({ failure: describeError(error) }, 'live news'),
  })
  const hub = createLiveHub(news)
  const staffRouter = createStaffRouter(createTrpc<StaffContext>({ ...perAddress, judgeItems: ['sync.push'] }), {
    auth,
    devices: createDeviceService({ db, endSessions: endDeviceSessions }),
    invites: { db, clinic, templates, enqueue, inScope, announce },
    pull,
    push,
    report: holding.reported,
    waysIn,
    settings: { ...waysIn, delivery, outboxDir: config.outboxDir },
    audit: { db, clinic, hasher, secrets, head: audit },
  })
  const portalRouter = createPortalRouter(createTrpc<PortalContext>(perAddress), waysIn)
  return { hasher, auth, audit, hub, news, clinic, limit, staffRouter, portalRouter, waysIn, announce }
}

function headLog(log: Log) {
  return { warn: (message: string) => log.warn(message), error: (message: string) => log.error(message) }
}
