import { disableInactiveAccounts } from '../accounts/inactiveAccounts'
import { sweepEndedSessions } from '../accounts/portalSessionStore'
import { AUDIT_CHANNEL } from '../audit/auditStore'
import { publishConsentTexts, readConsentTexts } from '../consent/consentTexts'
import { DEVICE_CHANNEL } from '../devices/deviceAudit'
import { sweepUploads } from '../files/fileService'
import { inviteMailGivenUp } from '../invites/inviteMail'
import { readInviteTemplates } from '../invites/inviteMailText'
import { readNoticeTexts } from '../notices/noticeTexts'
import { offsetFileClock, systemClock } from '../platform/clock'
import type { Config } from '../platform/config'
import { type Listener, startListener } from '../platform/database/listen'
import { type OpenDatabase, openDatabase } from '../platform/database/openDatabase'
import { inTransaction } from '../platform/database/transaction'
import { createHttpApp } from '../platform/http/app'
import { startListening } from '../platform/http/listening'
import { createLog, describeError, type Log } from '../platform/log'
import { createDelivery, type Delivery } from '../platform/mail/delivery'
import { startOutboxWorker } from '../platform/mail/outboxWorker'
import { sweepTryCounts } from '../platform/rate/attempts'
import { sweepRateCounters } from '../platform/rate/tokens'
import { resetMailGivenUp } from '../resets/sendingFailed'
import { sweepStaffSignIns } from '../staff/sessionStore'
import { SYNC_CHANNEL } from '../sync/pushService'
import { sweepAnswers } from '../sync/writeLedger'
import { sweepAttempts } from '../waysIn/attemptStore'
import { sweepSignIns } from '../waysIn/requestStore'
import { startRequestWorker } from '../waysIn/requestWorker'
import { sweepSends } from '../waysIn/sendBudget'
import { type Composition, compose } from './compose'
import { mountRoutes } from './mountRoutes'
import type { ProgramPaths } from './paths'

const HOUR_MS = 3_600_000
const STOP_SENDING_MS = 5_000

export interface RunningServer {
  readonly port: number
  readonly composition: Composition
  readonly database: OpenDatabase
  /** Ends streams, finishes what is under way, stores the audit head, stops the embedded database. */
  stop(): Promise<void>
}

export interface StartOptions {
  readonly config: Config
  readonly paths: ProgramPaths
  /** Runs once the database is open, before anything listens: the demo clinic is loaded here. */
  readonly prepare?: (database: OpenDatabase, composition: Composition) => Promise<void>
  /** Called when the server cannot go on, with a plain sentence (the embedded database ended). */
  readonly onLost?: (sentence: string) => void
  readonly withPages?: boolean
}

/** Starts one server process. Rejects with `StartProblem` (one plain sentence) when it cannot. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { config, paths } = options
  const log = createLog(config.logLevel)
  const clock = config.clockOffsetFile === null ? systemClock() : offsetFileClock(config.clockOffsetFile)
  const templates = readInviteTemplates(paths.mailDir)
  const noticeTexts = readNoticeTexts(paths.mailDir)
  const texts = readConsentTexts(paths.consentDir)
  const delivery = createDelivery(config, { clock })
  const { migrationsDir } = paths
  const database = await openDatabase({ config, migrationsDir, ...(options.onLost && { onLost: options.onLost }) })
  const stops: (() => Promise<void>)[] = [() => database.stop()]
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end().catch((error) => logStop(log, error))
  }
  try {
    const { db, secrets } = database
    const composition = compose({ db, secrets, config, clock, log, templates, noticeTexts, delivery })
    await inTransaction(db, async (tx) => await publishConsentTexts(tx, texts))
    await options.prepare?.(database, composition)
    await composition.audit.start()
    stops.push(() => composition.audit.stop())
    const listener = await startListener(database.app, (error) =>
      log.warn({ failure: describeError(error) }, 'signals'),
    )
    stops.push(() => listener.stop())
    await hearSignals(listener, composition)
    stops.push(startOutbox(database, composition, { config, clock, log, listener, delivery }))
    stops.push(startRequests(composition, { clock, log, listener }))
    stops.push(startSweeping(database, composition, { clock, log }))
    const { app, port, close } = await startHttp(options, composition, database, { clock, log })
    stops.push(async () => {
      composition.hub.endAll()
      await close()
    })
    log.info({ port, routes: app.routes.list().length, version: paths.version }, 'listening')
    return { port, composition, database, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type Tools = { readonly clock: ReturnType<typeof systemClock>; readonly log: Log }

async function startHttp(options: StartOptions, composition: Composition, { db }: OpenDatabase, { clock, log }: Tools) {
  const { config, paths, withPages = true } = options
  const { publicUrl, trustedProxies, host, port } = config
  const isHealthy = async () => (await db.selectNoFrom((eb) => eb.lit(1).as('one')).execute()).length === 1
  const frame = { publicUrl, trustedProxies, log, version: paths.version, isHealthy, limit: composition.limit }
  const app = createHttpApp(frame, (routes, express) => {
    const portalDir = withPages ? paths.portalDir : null
    mountRoutes(routes, express, { composition, publicUrl, clock, log, portalDir })
  })
  return { app, ...(await startListening({ app: app.express, host, port, publicUrl })) }
}

/** Signals of every process's commits: changed rows, consoles that were removed or signed out, and new rows of the audit log. */
async function hearSignals(listener: Listener, { audit, hub, news }: Composition): Promise<void> {
  await news.begin()
  listener.subscribe(SYNC_CHANNEL, (payload) => hub.changed(Number(payload)))
  listener.subscribe(DEVICE_CHANNEL, (deviceId) => hub.endDevice(deviceId))
  listener.subscribe(AUDIT_CHANNEL, () => audit.touch())
  listener.onResync(() => {
    hub.resync()
    audit.touch()
  })
  await listener.ready()
}

/** Looks who is meant by what visitors ask to be sent, after they were answered (P4). */
function startRequests(
  { waysIn }: Composition,
  { clock, log, listener }: Tools & { readonly listener: Listener },
): () => Promise<void> {
  const worker = startRequestWorker({ deps: waysIn, clock, log, listener })
  return async () => await worker.stop()
}

type OutboxTools = { readonly config: Config; readonly listener: Listener; readonly delivery: Delivery }

function startOutbox(
  { db, secrets }: OpenDatabase,
  { announce }: Composition,
  { config, clock, log, listener, delivery }: Tools & OutboxTools,
): () => Promise<void> {
  const inviteGivenUp = inviteMailGivenUp({ announce })
  const resetGivenUp = resetMailGivenUp({ announce })
  const worker = startOutboxWorker({
    db,
    sealing: secrets,
    clock,
    log,
    listener,
    senders: delivery,
    outboxDir: config.outboxDir,
    onGivenUp: async (tx, outcome) => {
      await inviteGivenUp(tx, outcome)
      await resetGivenUp(tx, outcome)
    },
  })
  return async () => {
    // A server that answers slowly must not cut this short from outside: then the outcome would not be noted.
    const limit = setTimeout(() => delivery.close(), STOP_SENDING_MS)
    await worker.stop()
    clearTimeout(limit)
    delivery.close()
  }
}

function startSweeping({ db }: OpenDatabase, { waysIn }: Composition, { clock, log }: Tools): () => Promise<void> {
  const sweepAll = async (now: Date) => {
    await sweepRateCounters(db, now)
    await sweepEndedSessions(db, now)
    await sweepStaffSignIns(db, now)
    await sweepSignIns(db, now)
    await sweepSends(db, now)
    await sweepAttempts(db, now)
    await sweepTryCounts(db, now)
    await sweepAnswers(db, now)
    await sweepUploads(waysIn, now)
    await disableInactiveAccounts(waysIn, now)
  }
  const sweep = () =>
    void sweepAll(clock.now()).catch((error) => log.warn({ failure: describeError(error) }, 'sweeping'))
  const timer = setInterval(sweep, HOUR_MS)
  return async () => clearInterval(timer)
}

function logStop(log: Log, error: unknown): void {
  log.warn({ failure: describeError(error) }, 'while stopping')
}
