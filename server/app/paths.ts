import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the program finds what is not code. The same from the bundle (dist/node) and from the sources (tests). */
export interface ProgramPaths {
  readonly migrationsDir: string
  readonly portalDir: string
  readonly mailDir: string
  readonly consentDir: string
  /** The page of an audit bundle: its verifier and style. */
  readonly auditDir: string
  readonly version: string
}

/** Walks up from this file to the folder that holds package.json. */
export function programPaths(): ProgramPaths {
  let root = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(root, 'package.json')) && dirname(root) !== root) root = dirname(root)
  return {
    migrationsDir: join(root, 'server/platform/database/migrations'),
    portalDir: join(root, 'dist/portal'),
    mailDir: join(root, 'resources/mail'),
    consentDir: join(root, 'resources/consent'),
    auditDir: join(root, 'resources/audit'),
    version: (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }).version,
  }
}
