import type { BrowserContext, ConsoleMessage } from 'playwright-core'

/** Where a quick exit leads. Nothing leaves this machine: the answer is made here. */
export const NEUTRAL = 'https://www.wikipedia.org/'

/**
 * Everything that no page may ever do, of every page of a context: a request to another origin than those given, something that the content
 * policy stopped, an uncaught error, a word on the browser's console. A refusal of the server is none of these: it is an answer.
 */
export async function watchContext(context: BrowserContext, origins: readonly string[]): Promise<string[]> {
  const problems: string[] = []
  const own = (address: string) =>
    /^(blob|data|about):/.test(address) || origins.some((origin) => isOf(address, origin))
  context.on('request', (request) => {
    if (!own(request.url()) && request.url() !== NEUTRAL) problems.push(`foreign request: ${request.url()}`)
  })
  context.on('weberror', (error) => problems.push(`error: ${error.error().message}`))
  context.on('console', (message) => {
    if (isComplaint(message)) problems.push(`console: ${message.text()} (${message.location().url})`)
  })
  await context.route(NEUTRAL, async (route) => {
    await route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Wikipedia</title>' })
  })
  return problems
}

const isOf = (address: string, origin: string) => address === origin || address.startsWith(`${origin}/`)

function isComplaint(message: ConsoleMessage): boolean {
  if (/Content Security Policy/i.test(message.text())) return true
  if (message.type() !== 'error') return false
  const { url } = message.location()
  return !(/status of 4\d\d/.test(message.text()) && new URL(url).pathname.startsWith('/api/'))
}
