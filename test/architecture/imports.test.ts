import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
const ZONES = ['shared', 'server', 'electron', 'renderer'] as const

interface Import {
  readonly file: string
  /** Path from the root for our own files, else the package. */
  readonly target: string
  readonly isTypeOnly: boolean
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sourceFiles(path)
    return /\.tsx?$/.test(name) ? [path] : []
  })
}

function importsOf(path: string): Import[] {
  const file = relative(ROOT, path)
  const text = readFileSync(path, 'utf8')
  const statements = text.matchAll(
    /(?:import|export)\s+(type\s+)?(?:[^'";]*?from\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g,
  )
  return [...statements].map(([, type, from, lazy]) => {
    const named = from ?? lazy ?? ''
    const target = named.startsWith('.') ? relative(ROOT, resolve(dirname(path), named)) : named
    return { file, target, isTypeOnly: type !== undefined }
  })
}

const all = ZONES.flatMap((zone) => sourceFiles(join(ROOT, zone))).flatMap(importsOf)
const from = (zone: string) => all.filter(({ file }) => file.startsWith(`${zone}/`))
const into = (zone: string) => (found: Import) => found.target.startsWith(`${zone}/`)
const words = (found: readonly Import[]) => found.map(({ file, target }) => `${file} -> ${target}`)

test('shared imports only shared and zod', () => {
  expect(words(from('shared').filter((found) => !into('shared')(found) && found.target !== 'zod'))).toEqual([])
})

test('the server imports neither the desktop nor the renderers', () => {
  expect(words(from('server').filter((found) => into('electron')(found) || into('renderer')(found)))).toEqual([])
})

test('the desktop starts nothing of the server by import, and draws nothing', () => {
  expect(words(from('electron').filter((found) => into('server')(found) || into('renderer')(found)))).toEqual([])
})

test('renderers know server and desktop by one type-only import of each router', () => {
  const outside = from('renderer').filter((found) => into('server')(found) || into('electron')(found))
  expect(words(outside.filter(({ isTypeOnly, file }) => !isTypeOnly || !file.startsWith('renderer/api/')))).toEqual([])
  expect(outside).toHaveLength(3)
})

test('console and portal never meet, and shared parts know neither', () => {
  // "What the participant sees" (product.md item 10) is the portal's own pages: the preview draws them, and nobody else in the console does.
  const isPreview = ({ file }: Import) => file.startsWith('renderer/console/preview/')
  const meets = [
    ...from('renderer/console')
      .filter((found) => !isPreview(found))
      .filter(into('renderer/portal')),
    ...from('renderer/portal').filter(into('renderer/console')),
    ...[...from('renderer/ui'), ...from('renderer/api')].filter(
      (found) => into('renderer/console')(found) || into('renderer/portal')(found),
    ),
  ]
  expect(words(meets)).toEqual([])
})

test('the desktop core runs without Electron', () => {
  const core = [...from('electron/core'), ...from('electron/host')]
  expect(words(core.filter(({ target }) => target === 'electron' || target.startsWith('electron/main')))).toEqual([])
})

test('otplib stays inside one file, and only one file speaks to nodemailer', () => {
  const users = (name: string) => new Set(all.filter(({ target }) => target === name).map(({ file }) => file))
  expect([...users('otplib')]).toEqual(['server/platform/secrets/totp.ts'])
  expect([...users('nodemailer')]).toEqual(['server/platform/mail/smtp.ts'])
})

test('no file of ours is longer than 300 lines', () => {
  const long = ZONES.flatMap((zone) => sourceFiles(join(ROOT, zone))).filter(
    (path) => readFileSync(path, 'utf8').split('\n').length > 301,
  )
  expect(long.map((path) => relative(ROOT, path))).toEqual([])
})
