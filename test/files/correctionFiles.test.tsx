// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, expect, test, vi } from 'vitest'
import { CorrectionFiles } from '../../renderer/console/files/CorrectionFiles'
import { SessionContext } from '../../renderer/console/shell/SessionContext'
import type { ConsoleSession } from '../../renderer/console/shell/session'
import type { FileInfo } from '../../shared/files/fileSchemas'
import { settle } from '../portal/portalPage'

const FILES: readonly FileInfo[] = [
  { id: 'f1', name: 'letter.pdf', type: 'pdf', size: 1_300_000 },
  { id: 'f2', name: 'passport.png', type: 'png', size: 200_000 },
]
const saved: string[] = []
let close = async () => {}
afterEach(async () => {
  await close()
  vi.unstubAllGlobals()
  saved.length = 0
})

/** The list beside a request, with the link to the server in the hands of the test. */
async function show(link: 'online' | 'offline', answer: () => Promise<Response>) {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  const asked: string[] = []
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    return await answer()
  })
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(`${this.getAttribute('href')} ${this.download}`)
  })
  const state = { link }
  const session = { sync: { subscribe: () => () => undefined, state: () => state } } as unknown as ConsoleSession
  const place = document.createElement('main')
  document.body.append(place)
  const root = createRoot(place)
  await act(async () =>
    root.render(
      <MantineProvider>
        <SessionContext value={session}>
          <CorrectionFiles files={FILES} />
        </SessionContext>
      </MantineProvider>,
    ),
  )
  close = async () => {
    await act(async () => root.unmount())
    place.remove()
  }
  const button = (label: string) => document.querySelector<HTMLButtonElement>(`button[aria-label="${label}"]`)
  const press = async (label: string) => {
    await act(async () => button(label)?.click())
    await settle(3)
  }
  return { asked, place, button, press }
}

test('F2 R3: an attachment is asked for when it is opened, and the browser saves it, never this page; only a picture can be looked at here', async () => {
  const { asked, button, press } = await show('online', async () => new Response(null, { status: 204 }))
  expect([button('Look at letter.pdf'), button('Look at passport.png') === null]).toEqual([null, false])
  expect(asked).toEqual([])
  await press('Save letter.pdf')
  expect([asked, saved]).toEqual([['/api/staff/files/f1?ask'], ['/api/staff/files/f1 letter.pdf']])
  await press('Look at passport.png')
  expect(document.querySelector('img[alt="passport.png"]')?.getAttribute('src')).toBe('/api/staff/files/f2')
  await press('Close')
})

test('F2: offline the list stays and says why nothing opens', async () => {
  const { place, button } = await show('offline', async () => new Response(''))
  expect(place.textContent).toContain('letter.pdf')
  expect(place.textContent).toContain('Attachments open when this console is online again.')
  expect(button('Save letter.pdf')?.disabled).toBe(true)
})

test('F2: a refusal of the server or of the desktop core is said in its words, and nothing is saved', async () => {
  const wire = { code: 'NOT_FOUND', sentence: 'That could not be found.', requestId: 'r' }
  const { place, press } = await show('online', async () => Response.json(wire, { status: 404 }))
  await press('Save letter.pdf')
  expect(place.textContent).toContain('letter.pdf could not be opened. That could not be found.')
  await close()
  const data = { code: 'OFFLINE', sentence: 'The server cannot be reached right now.', requestId: 'desktop' }
  const away = await show('online', async () => Response.json({ error: { data } }, { status: 503 }))
  await away.press('Save letter.pdf')
  expect(away.place.textContent).toContain('The server cannot be reached right now.')
  expect(saved).toEqual([])
})
