// @vitest-environment happy-dom
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { CodeInput } from '../../renderer/ui/CodeInput'
import { CopyField } from '../../renderer/ui/CopyField'
import { PasswordField } from '../../renderer/ui/PasswordField'
import { displayName, PersonName } from '../../renderer/ui/PersonName'
import { Progress } from '../../renderer/ui/Progress'
import { QrCode, qrPath } from '../../renderer/ui/QrCode'
import { RelativeTime } from '../../renderer/ui/RelativeTime'
import { StatusBadge } from '../../renderer/ui/StatusBadge'
import type { Tone } from '../../renderer/ui/tokens'
import { fill, press, show } from './render'

const tones: readonly Tone[] = ['neutral', 'info', 'progress', 'success', 'warn', 'danger']

test('a status is never colour alone: each tone shows its words and an icon with a shape of its own', async () => {
  const shapes = new Set<string>()
  for (const tone of tones) {
    const page = await show(<StatusBadge tone={tone} label="Invite waiting" />)
    expect(page.part.textContent).toBe('Invite waiting')
    const icon = page.find('svg')
    expect(icon.getAttribute('aria-hidden')).toBe('true')
    shapes.add(icon.innerHTML)
    await page.unmount()
  }
  expect(shapes.size).toBe(tones.length)
})

test('a name keeps its own direction and its every letter: 80 characters, right to left, emoji with joiners', async () => {
  const names = ['María '.repeat(13).trim().padEnd(80, 'a'), 'نور الهدى', '👩🏽‍⚕️ Ó', 'می‌خواهم']
  for (const name of names) {
    const page = await show(<PersonName name={name} truncate />)
    expect(page.find('bdi').textContent).toBe(name)
    expect(page.find('bdi').title).toBe(name)
    await page.unmount()
  }
})

test('a name cannot steer the text around it: direction marks and line breaks are not shown', () => {
  expect(displayName('Ana \u202etimreP\u202c Ruiz')).toBe('Ana timreP Ruiz')
  expect(displayName('Ana\u2066\u2069\n\tRuiz\u0000')).toBe('Ana Ruiz')
})

test('a name cannot cover the lines around it: of a pile of marks four are shown, and every real name keeps its own', () => {
  expect(displayName(`Z${'\u0301\u0316'.repeat(30)}oe`)).toBe('Z\u0301\u0316\u0301\u0316oe')
  for (const real of ['Ng\u0303u\u0323\u0302', 'မြွှော့', 'שָׁלוֹם', 'བསྒྲུབས', '👩🏽‍⚕️ 👨‍👩‍👧‍👦', 'กี้'])
    expect(displayName(real)).toBe(real)
})

function CodePage({ onComplete }: { readonly onComplete: (code: string) => void }) {
  const [code, setCode] = useState('')
  return <CodeInput label="Code" value={code} onChange={setCode} onComplete={onComplete} />
}

test('a pasted code loses its spaces, keeps six digits, and is reported once complete', async () => {
  const complete = vi.fn()
  const page = await show(<CodePage onComplete={complete} />)
  const input = page.find('input') as HTMLInputElement
  expect(input.autocomplete).toBe('one-time-code')
  await fill(input, '12a 34')
  expect(input.value).toBe('1234')
  expect(complete).not.toHaveBeenCalled()
  await fill(input, '123 4567')
  expect(input.value).toBe('123456')
  expect(complete.mock.calls).toEqual([['123456']])
  await page.unmount()
})

function PasswordPage() {
  const [value, setValue] = useState('')
  return <PasswordField label="Password" purpose="new" minimum={8} value={value} onChange={setValue} />
}

test('a new password shows the count against the rule, and an emoji counts as one character', async () => {
  const page = await show(<PasswordPage />)
  await fill(page.find('input'), 'tide👩🏽‍⚕️')
  expect(page.part.textContent).toContain('5 of 8 characters')
  await fill(page.find('input'), 'tidepool')
  expect(page.part.textContent).toContain('8 characters')
  await page.unmount()
})

test('the password is hidden until asked for, and the button says what it does', async () => {
  const page = await show(<PasswordPage />)
  const input = page.find('input') as HTMLInputElement
  expect(input.type).toBe('password')
  const toggle = page.find('button')
  expect(toggle.getAttribute('aria-label')).toBe('Show password')
  expect(toggle.tabIndex).toBe(0)
  await press(toggle)
  expect(input.type).toBe('text')
  expect(page.find('button').getAttribute('aria-label')).toBe('Hide password')
  await page.unmount()
})

const withClipboard = (writeText: () => Promise<void>) =>
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } })

test('copying says so aloud', async () => {
  const copied = vi.fn()
  withClipboard(async () => {})
  const page = await show(<CopyField label="Invite link" value="https://x.example/i#1" onCopied={copied} />)
  await press(page.find('button'))
  expect(page.find('output').textContent).toBe('Copied')
  expect(copied).toHaveBeenCalledOnce()
  await page.unmount()
})

test('a refused clipboard leaves the value selected and tells the reader how to go on', async () => {
  withClipboard(async () => Promise.reject(new Error('denied')))
  const page = await show(<CopyField label="Invite link" value="https://x.example/i#1" />)
  await press(page.find('button'))
  const input = page.find('input') as HTMLInputElement
  expect(document.activeElement).toBe(input)
  expect(input.selectionEnd).toBe(input.value.length)
  expect(page.find('output').textContent).toContain('Ctrl+C')
  await page.unmount()
})

test('a QR code has a name and four white modules on each side', async () => {
  const page = await show(<QrCode value="https://x.example/i#1" title="Opens the invite" />)
  expect(page.find('svg').getAttribute('aria-label')).toBe('Opens the invite')
  expect(page.find('path').getAttribute('d')).toMatch(/^M4 4h7v1h-7z/)
  expect(qrPath({ size: 2, data: new Uint8Array([1, 1, 0, 1]) })).toBe('M4 4h2v1h-2zM5 5h1v1h-1z')
  await page.unmount()
})

test('progress tells its counts and never leaves its track', async () => {
  const page = await show(<Progress label="Importing" done={500} total={400} counts="500 of 400" />)
  const bar = page.find('[role=progressbar]')
  expect(bar.getAttribute('aria-valuenow')).toBe('400')
  expect((bar.firstElementChild as HTMLElement).style.width).toBe('100%')
  await page.unmount()
})

test('a relative time carries the exact one for machines and on hover', async () => {
  const at = Date.UTC(2026, 10, 21, 14)
  const page = await show(<RelativeTime at={at} now={() => at + 180_000} locale="en-US" timeZone="UTC" />)
  const time = page.find('time') as HTMLTimeElement
  expect(time.textContent).toBe('3 minutes ago')
  expect(time.dateTime).toBe('2026-11-21T14:00:00.000Z')
  expect(time.title).toContain('Saturday, November 21, 2026')
  await page.unmount()
})
