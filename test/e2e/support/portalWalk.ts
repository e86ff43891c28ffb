import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { base32ToBase64, totpNow } from './totp'

export interface PortalAccount {
  /** Typed at registration, so not proved: it opens nothing but the password's door. */
  readonly email: string
  readonly name: string
  password: string
}

/** From the invite's link to the home page. */
export async function joinPortal(page: Page, link: string, account: PortalAccount): Promise<void> {
  await page.goto(link)
  await register(page, account)
  await agreeToAll(page)
  await page.getByRole('heading', { name: 'A few more details' }).waitFor()
  await page.getByRole('button', { name: 'Not now' }).click()
  await greeted(page, account)
}

export async function register(page: Page, { email, name, password }: PortalAccount): Promise<void> {
  await page.getByRole('textbox', { name: 'Email' }).fill(email)
  await page.getByLabel('Display name').fill(name)
  await page.getByRole('textbox', { name: 'New password' }).fill(password)
  await page.getByRole('button', { name: 'Create my account' }).click()
}

export async function agreeToAll(page: Page): Promise<void> {
  for (const step of ['1 of 3', '2 of 3', '3 of 3']) {
    await page.getByText(`Step ${step}`).waitFor()
    await page.getByRole('button', { name: 'I agree' }).click()
  }
}

export async function greeted(page: Page, { name }: PortalAccount): Promise<void> {
  await page.getByRole('heading', { level: 1, name: `Hello, ${name}` }).waitFor()
}

export async function signInByPassword(page: Page, { email, password }: PortalAccount): Promise<void> {
  await page.getByRole('textbox', { name: 'Email' }).fill(email)
  const choice = page.getByRole('button', { name: 'Use my password' })
  if (await choice.isVisible()) await choice.click()
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Asks for a link and stands on the verification page. */
export async function askForLink(page: Page, email: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Email' }).fill(email)
  await page.getByRole('button', { name: 'Send Login Link' }).click()
  await page.getByRole('heading', { name: 'Check your email' }).waitFor()
}

export async function signOut(page: Page): Promise<void> {
  await openMenu(page)
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
  await page.getByText('You are signed out.').waitFor()
}

/** A page of the side bar, which stands behind a button where there is no room for it. */
export async function openInside(page: Page, name: string | RegExp): Promise<void> {
  await openMenu(page)
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()
}

async function openMenu(page: Page): Promise<void> {
  const menu = page.getByRole('button', { name: 'Menu' })
  if (await menu.isVisible()) await menu.click()
}

/** The key as the page shows it, for an authenticator app; base64. */
export async function readSecret(page: Page): Promise<string> {
  const shown = await page.getByLabel('Key to type by hand').first().innerText()
  const secret = shown.replace(/\s/g, '')
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  return base32ToBase64(secret)
}

/** Name, key and code of a new app; stands before the recovery codes then. */
export async function scanAndVerify(page: Page, now: () => number): Promise<string> {
  await page.getByRole('button', { name: 'Continue' }).click()
  const secret = await readSecret(page)
  await page.getByLabel('6-digit code').fill(totpNow(secret, now()))
  await page.getByRole('button', { name: 'Verify' }).click()
  return secret
}

export async function readRecoveryCodes(page: Page): Promise<readonly string[]> {
  const list = page.getByRole('list', { name: 'Recovery codes' })
  await list.waitFor()
  const codes = await list.getByRole('listitem').allInnerTexts()
  expect(new Set(codes).size).toBe(10)
  return codes
}

export async function keepRecoveryCodes(page: Page): Promise<void> {
  await page.getByLabel('I have kept them').check()
  await page.getByRole('button', { name: 'Done' }).click()
}

export async function typeAppCode(page: Page, code: string): Promise<void> {
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  await page.getByLabel('Code from your app').fill(code)
  await page.getByRole('button', { name: 'Verify & Sign In' }).click()
}

/** The reset link's page: a new password, and then the sign-in page. */
export async function chooseNewPassword(page: Page, link: string, password: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('textbox', { name: 'New password' }).fill(password)
  await page.getByRole('button', { name: 'Save new password' }).click()
  await page.getByText('Your new password is saved.').waitFor()
}
