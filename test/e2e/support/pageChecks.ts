import type { Page } from 'playwright-core'
import { shell as en } from '../../../renderer/portal/text/en/shell'
import { shell as es } from '../../../renderer/portal/text/es/shell'
import { shell as fr } from '../../../renderer/portal/text/fr/shell'
import { seriousFaults } from './browser'

const SHELLS = { en, fr, es } as const
type Language = keyof typeof SHELLS
const LANGUAGES = ['en', 'fr', 'es'] as const

const PHONE = { width: 390, height: 844 } as const
/** WCAG 1.4.10: the width of a small phone, or of a wide screen at 400 %. */
const NARROW = { width: 320, height: 640 } as const
const DOUBLED = { width: 640, height: 800 } as const

/** What a title must not tell to somebody who looks over a shoulder: who, where, or that it is about health. */
const TELLING =
  /harbour|clini|health|sant[ée]|salud|medic|médic|m[eé]dec|patient|pacient|particip|client|therap|thérap|terap|dossier|expedient|record|siobh|o'brien/i

/**
 * Looks at the page as it stands in English, French and Spanish: axe, neutral title, one `h1`, the quick exit, room at 320 px and with double
 * text, and in English where the first press of Tab leads. Leaves it in English at the phone's width. Returns what is wrong, with `name`.
 */
export async function faultsOfPage(page: Page, name: string): Promise<string[]> {
  const faults: string[] = []
  const note = (found: readonly string[], where: string) =>
    faults.push(...found.map((fault) => `${name}, ${where}: ${fault}`))
  note(await focusFaults(page), 'en')
  for (const language of LANGUAGES) {
    await speak(page, language)
    note(await wordFaults(page, language), language)
    note(await seriousFaults(page), language)
    note(await roomFaults(page), language)
  }
  await speak(page, 'en')
  return faults
}

/** Picks a language in the page's own list; what is on the screen stays. */
export async function speak(page: Page, language: Language): Promise<void> {
  const list = page.locator('header select')
  if ((await list.inputValue()) !== language) await list.selectOption(language)
  await page.getByRole('button', { name: SHELLS[language].leave, exact: true }).waitFor()
  await page.waitForFunction((wanted) => document.documentElement.lang.startsWith(wanted), language)
}

async function wordFaults(page: Page, language: Language): Promise<string[]> {
  const { title, headings, hasName } = await page.evaluate(() => ({
    title: document.title,
    headings: [...document.querySelectorAll('h1')].filter((heading) => heading.checkVisibility()).length,
    hasName: document.querySelector('main')?.textContent?.trim() !== '',
  }))
  return [
    ...(title.trim() === '' || TELLING.test(title) ? [`the title "${title}" is not neutral`] : []),
    ...(headings === 1 ? [] : [`${headings} h1`]),
    ...(hasName ? [] : ['nothing in main']),
    ...((await page.getByRole('button', { name: SHELLS[language].leave, exact: true }).isVisible())
      ? []
      : ['no quick exit']),
  ]
}

/** WCAG 1.4.4, 1.4.10: nothing scrolls sideways. */
export async function roomFaults(page: Page): Promise<string[]> {
  await page.setViewportSize(NARROW)
  const narrow = await page.evaluate(tooWide)
  await page.setViewportSize(DOUBLED)
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
  const doubled = await page.evaluate(tooWide)
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'))
  await page.setViewportSize(PHONE)
  return [
    ...(narrow === null ? [] : [`at 320 px ${narrow}`]),
    ...(doubled === null ? [] : [`with double text ${doubled}`]),
  ]
}

/** Runs in the page. Null, or how far it reaches out and what does. */
function tooWide(): string | null {
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth <= clientWidth) return null
  const out = [...document.body.querySelectorAll('*')].filter(
    (element) => element.checkVisibility() && element.getBoundingClientRect().right > clientWidth + 1,
  )
  const innermost = out.filter((element) => !out.some((other) => other !== element && element.contains(other)))
  const words = innermost
    .slice(0, 3)
    .map((element) => `${element.tagName} "${element.textContent?.trim().slice(0, 40)}"`)
  return `${scrollWidth} of ${clientWidth} px: ${words.join(', ')}`
}

/** WCAG 2.4.7: the first press of Tab leads to something that can be seen to have the focus. */
export async function focusFaults(page: Page): Promise<string[]> {
  await page.keyboard.press('Tab')
  const fault = await page.evaluate(() => {
    const { activeElement } = document
    if (!activeElement || activeElement === document.body) return 'Tab leads nowhere'
    const shown = activeElement.closest('label, [data-focus]') ?? activeElement
    const drawn = [activeElement, shown, activeElement.nextElementSibling].some((element) => {
      if (!element) return false
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none'
    })
    const { width, height } = activeElement.getBoundingClientRect()
    return drawn && width > 0 && height > 0 ? null : `no focus to be seen on ${activeElement.outerHTML.slice(0, 120)}`
  })
  return fault === null ? [] : [fault]
}
