// `npm run server`: the production server alone, without demo data. It refuses to start without its secrets.
import { buildIfNeeded } from './build.mjs'

process.env.NODE_ENV ??= 'production'
await buildIfNeeded()
await import('../dist/node/server.mjs')
