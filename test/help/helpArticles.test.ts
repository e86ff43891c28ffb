import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { GROUND_WORDS } from '../../renderer/console/corrections/correctionWords'
import { HELP_ARTICLES } from '../../renderer/console/help/helpArticles'
import { HELP_SLUGS } from '../../renderer/console/help/helpSlugs'
import { FAMILY_NAMES, GIVEN_NAMES } from '../../server/demo/demoNames'
import { demoParticipant } from '../../server/demo/demoParticipants'
import { seededRandom } from '../../server/demo/seededRandom'
import { ACTIONS } from '../../shared/access/roles'
import { TAMPER_KINDS } from '../../shared/audit/auditSchemas'
import { HELP_CATEGORIES, type HelpArticle } from '../../shared/help/helpSchemas'
import { SETTINGS_SECTION } from '../../shared/help/helpSearch'
import { articleTexts, plainText, textPieces } from '../../shared/help/helpText'

const rootOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const textOf = (article: HelpArticle) => plainText(articleTexts(article).join('\n'))
const articleOf = (slug: string): HelpArticle => {
  const found = HELP_ARTICLES.find((article) => article.slug === slug)
  if (!found) throw new Error(`no article ${slug}`)
  return found
}
const sectionOf = (slug: string, id: string) => JSON.stringify(articleOf(slug).sections.find((one) => one.id === id))

test('S3.20: every article has id, slug, category, summary, tags and aliases, and ids and slugs are its own', () => {
  expect(new Set(HELP_ARTICLES.map(({ id }) => id)).size).toBe(HELP_ARTICLES.length)
  expect(HELP_ARTICLES.map(({ slug }) => slug)).toEqual([...HELP_SLUGS])
  for (const article of HELP_ARTICLES) {
    expect(article.slug).toMatch(/^[a-z][a-z-]+$/)
    expect(HELP_CATEGORIES).toContain(article.category)
    expect(article.summary.length).toBeGreaterThan(20)
    expect(article.tags.length, article.slug).toBeGreaterThan(1)
    expect(article.aliases.length, article.slug).toBeGreaterThan(3)
    const ids = article.sections.map(({ id }) => id)
    expect(new Set(ids).size, article.slug).toBe(ids.length)
    expect(ids).not.toContain(SETTINGS_SECTION)
  }
})

test('S3.20: related articles exist, and none is related to itself', () => {
  for (const { slug, related } of HELP_ARTICLES) {
    for (const other of related) expect(HELP_SLUGS, `${slug} to ${other}`).toContain(other)
    expect(related).not.toContain(slug)
  }
})

test('S3.19: an article is shown to the roles that may do what it describes', () => {
  expect(articleOf('settings-and-branding').audience).toEqual(ACTIONS['settings.change'])
  expect(articleOf('staff-and-roles').audience).toEqual(ACTIONS['team.manage'])
  expect(articleOf('messages').audience).toEqual(ACTIONS['message.read'])
  expect(articleOf('sign-in-diagnostics').audience).toEqual(ACTIONS['sign_in.diagnose'])
  expect(articleOf('manage-portal-access').audience).toEqual(ACTIONS['portal.manage'])
  expect(articleOf('correction-requests').audience).toEqual(ACTIONS['correction.decide'])
  expect(articleOf('consoles').audience).toEqual(ACTIONS['sync.use'])
  expect(articleOf('audit-log').audience).toEqual(ACTIONS['audit.read'])
})

test('S3.21, S3.28: every article says when to use it; those about what settings change say how', () => {
  for (const { slug, whenToUse, settings } of HELP_ARTICLES) {
    expect(whenToUse.length, slug).toBeGreaterThan(0)
    if (slug !== 'settings-and-branding') expect(settings.length, slug).toBeGreaterThan(0)
  }
  expect(articleOf('portal-sign-in').whenToUse).toHaveLength(3)
})

test('S1.18: every file that an article names as described is there', () => {
  for (const { slug, sources } of HELP_ARTICLES) {
    expect(sources.length, slug).toBeGreaterThan(0)
    for (const source of sources) expect(existsSync(rootOf(source)), `${slug}: ${source}`).toBe(true)
  }
})

/** Labels may be split by markup in the code; what a dictionary or an attribute holds is searched as one text. */
async function wordsOnScreen(): Promise<string> {
  const names = await readdir(rootOf('renderer'), { recursive: true })
  const files = names.filter((name) => /\.tsx?$/.test(name) && !name.startsWith('console/help/'))
  return (await Promise.all(files.map((name) => readFile(rootOf(`renderer/${name}`), 'utf8')))).join('\n')
}

test('S1.18: what an article names as a button, page or field stands in the console or the portal', async () => {
  const screen = await wordsOnScreen()
  const missing = HELP_ARTICLES.flatMap((article) =>
    articleTexts(article)
      .flatMap(textPieces)
      .filter(({ label, text }) => label && !screen.includes(text))
      .map(({ text }) => `${article.slug}: ${text}`),
  )
  expect(missing).toEqual([])
})

test('S1.17: no article holds a name, email or phone of the demo clinic, or anybody’s', () => {
  const random = seededRandom(7)
  const people = Array.from({ length: 200 }, (_, at) =>
    demoParticipant(random, at, { programIds: ['p'], now: new Date() }),
  )
  const contacts = people.flatMap(({ fields }) =>
    [...Object.values(fields.emails), ...Object.values(fields.phones)].map(({ value }) => value),
  )
  const names = new Set<string>([...GIVEN_NAMES, ...FAMILY_NAMES])
  for (const article of HELP_ARTICLES) {
    const text = textOf(article)
    for (const contact of contacts) expect(text).not.toContain(contact)
    const known = text.split(/[^\p{L}'’-]+/u).filter((word) => names.has(word))
    expect(known, article.slug).toEqual([])
    expect(text).not.toMatch(/\S@\S/)
    expect(text).not.toMatch(/\d{3}[ -.]\d{4}/)
  }
})

test('S3.17: articles never say what the clinic calls people; its own word stands there', () => {
  for (const article of HELP_ARTICLES) {
    const bare = textOf(article).replace(/\{participants?\}/gi, '')
    // Settings name the words that can be chosen.
    if (article.slug === 'what-participants-see') continue
    expect(bare, article.slug).not.toMatch(/\b(participants?|patients?|clients?)\b/i)
    expect(bare).not.toMatch(/\{(?!sender\}|portal\})/)
  }
})

test('S3.22 to S3.27: the six known troubles of signing in each have their reason and what helps', () => {
  const trouble = sectionOf('portal-sign-in', 'trouble')
  for (const words of [
    'email not found',
    'The link has expired',
    'The code is not right',
    'No email',
    'No text message',
    'This portal is not open at the moment',
  ])
    expect(trouble).toContain(words)
  expect(trouble).toContain('Many landlines cannot')
  expect(trouble).toContain('Ask an administrator')
})

test('S4.15 to S4.20: the three states are told apart by username, with what to do', () => {
  const states = sectionOf('invitations-and-accounts', 'account-states')
  for (const words of ['Not set up', 'Active', 'Disabled', 'Grey, no username', 'Grey, with username', 'Re-enable'])
    expect(states).toContain(words)
})

test('S0.13, S4.7, S4.23, S4.28: code and link apart, the sender, the warning beforehand, telling the username', () => {
  expect(textOf(articleOf('letters-and-codes'))).toContain('The code goes by')
  expect(textOf(articleOf('is-this-email-real'))).toContain('{sender}')
  expect(textOf(articleOf('invitations-and-accounts'))).toContain('Say beforehand that it is coming')
  expect(textOf(articleOf('password-resets'))).toContain('Tell them their username')
})

test('S2.73: what they see is written page by page', () => {
  const headings = articleOf('what-participants-see').sections.map(({ heading }) => heading)
  expect(headings).toContain('1. The invitation')
  expect(headings).toContain('2. Signing in')
  expect(headings).toContain('3. Home and the pages behind it')
})

test('G3: the article about correction requests names the three laws and the four grounds as the console words them', () => {
  const text = textOf(articleOf('correction-requests'))
  for (const ground of Object.values(GROUND_WORDS)) expect(text).toContain(ground)
  for (const law of ['60 days, once 30 more', '30 days, once 30 more', '30 business days, once 30 more'])
    expect(text).toContain(law)
  expect(sectionOf('settings-and-branding', 'corrections')).toContain('Holidays')
})

test('D3: a lost laptop is followed from the call to the signed confirmation', () => {
  const steps = sectionOf('consoles', 'lost-laptop')
  const places = ['call an administrator', '**Suspend**', '**Wipe**', '**Make the list**', 'confirmed'].map((words) =>
    steps.indexOf(words),
  )
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((a, b) => a - b))
})

test('U3: every kind of tampering is explained, and the command for somebody from outside stands there', () => {
  for (const kind of TAMPER_KINDS) expect(sectionOf('audit-log', 'verify')).toContain(`"${kind}"`)
  expect(sectionOf('audit-log', 'outside')).toContain('vestibule audit verify --bundle')
})

test('articles about corrections, consoles and the audit log are linked both ways', () => {
  for (const slug of ['correction-requests', 'consoles', 'audit-log'])
    for (const other of articleOf(slug).related) expect(articleOf(other).related, `${other} to ${slug}`).toContain(slug)
})
