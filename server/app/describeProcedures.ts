import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { readNoticeTexts } from '../notices/noticeTexts'
import { systemClock } from '../platform/clock'
import type { Tables } from '../platform/database/tables'
import { createHttpApp } from '../platform/http/app'
import { createLog } from '../platform/log'
import { createSealing } from '../platform/secrets/sealing'
import { listProcedures } from '../platform/trpc/procedures'
import { compose } from './compose'
import { mountRoutes } from './mountRoutes'
import { programPaths } from './paths'

/**
 * Every HTTP route and procedure of the server with its declaration, for dist/procedures.json (T2). Composes the real server with a
 * database that is never connected to; throws when a procedure declares nothing.
 */
export function describeProcedures() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const deriveKey = () => randomBytes(32)
  const publicUrl = new URL('http://localhost:4300')
  const [clock, log] = [systemClock(), createLog('silent')]
  const { mailDir, portalDir, version } = programPaths()
  const composition = compose({
    db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool: new Pool() }) }),
    secrets: {
      dir: join(tmpdir(), 'never-written'),
      deriveKey,
      ...createSealing(deriveKey),
      fingerprint: '',
      auditKey: privateKey,
      auditPublicKey: publicKey,
    },
    config: { publicUrl, auditHeadFile: join(tmpdir(), 'never-written'), mailFrom: '', outboxDir: null },
    clock,
    log,
    templates: { en: '', fr: '', es: '' },
    noticeTexts: readNoticeTexts(mailDir),
    delivery: { email: null, sms: null },
  })
  const frame = { publicUrl, trustedProxies: [], log, version, isHealthy: async () => true, limit: composition.limit }
  const { routes } = createHttpApp(frame, (list, app) =>
    mountRoutes(list, app, { composition, publicUrl, clock, log, portalDir }),
  )
  return {
    routes: routes.list(),
    staff: listProcedures(composition.staffRouter),
    portal: listProcedures(composition.portalRouter),
  }
}
