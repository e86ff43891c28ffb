// @vitest-environment happy-dom
import { act } from 'react'
import { afterEach, expect, test } from 'vitest'
import { RouteRefusal } from '../../renderer/api/apiError'
import type { SendFile } from '../../renderer/api/fileTransfer'
import { type Attached, FilePicker } from '../../renderer/portal/files/FilePicker'
import { uploadSentence } from '../../renderer/portal/files/uploadSentence'
import { load } from '../../renderer/portal/text/portalText'
import type { ErrorCode } from '../../shared/errors/errorCodes'
import { FILE_REFUSALS } from '../../shared/files/fileRules'
import type { FileInfo } from '../../shared/files/fileSchemas'
import { openInside } from '../portal/insidePage'
import { type Answers, settle } from '../portal/portalPage'

let page: Awaited<ReturnType<typeof openInside>> | undefined
afterEach(async () => {
  await page?.close()
  page = undefined
})

interface Sending {
  readonly file: File
  readonly progress: (sent: number) => void
  readonly arrive: () => Promise<void>
  readonly refuse: (code: ErrorCode | 'UNREACHABLE', reason?: string) => Promise<void>
  cancelled: boolean
}

/** The picker with a line whose other end is in the hands of the test. */
async function open(answers: Answers = {}) {
  const sent: Sending[] = []
  const told: Attached[] = []
  const send: SendFile = (file, progress) => {
    const own = { file, progress, cancelled: false } as { -readonly [Key in keyof Sending]: Sending[Key] }
    const done = new Promise<FileInfo>((resolve, reject) => {
      own.arrive = async () => {
        resolve({ id: `id-${file.name}`, name: file.name, type: 'pdf', size: file.size })
        await settle(2)
      }
      own.refuse = async (code, reason) => {
        const problem = { code, sentence: '', requestId: '', ...(reason && { detail: { reason } }) }
        reject(new RouteRefusal(problem))
        await settle(2)
      }
    })
    sent.push(own)
    const cancel = () => {
      own.cancelled = true
    }
    return { done, cancel }
  }
  const tell = (attached: Attached) => void told.push(attached)
  const all = {
    'files.limits': () => ({ largestBytes: 1_048_576 }),
    'files.remove': () => ({ done: true }),
    ...answers,
  }
  page = await openInside(<FilePicker onChange={tell} send={send} />, all)
  return { ...page, sent, last: () => told.at(-1) }
}

const file = (name: string, size = 10) => new File([new Uint8Array(size)], name)

async function choose(files: readonly File[], which = 0) {
  const field = document.querySelectorAll<HTMLInputElement>('input[type="file"]')[which]
  if (!field) throw new Error('there is no field')
  await act(async () => {
    Object.defineProperty(field, 'files', { value: files, configurable: true })
    field.dispatchEvent(new Event('change', { bubbles: true }))
  })
  await settle(2)
}
const button = (label: string) => {
  const found = [...document.querySelectorAll<HTMLElement>('button')].find(
    (one) => one.getAttribute('aria-label') === label || one.textContent === label,
  )
  if (!found) throw new Error(`no button is called ${label}`)
  return found
}
const press = async (label: string) => {
  await act(async () => button(label).click())
  await settle(2)
}
const states = () => [...document.querySelectorAll('li')].map((entry) => entry.getAttribute('data-state'))
const said = () => document.querySelector('output')?.textContent

test('F1: chosen files are sent one after the other; the form is told their ids, and that it should wait', async () => {
  const { sent, last, text } = await open()
  expect(text()).toContain('Up to 5 files of 1 MB each')
  await choose([file('a.pdf'), file('b.pdf')])
  expect([sent.length, states(), last()]).toEqual([1, ['sending', 'waiting'], { fileIds: [], sending: true }])
  await act(async () => sent[0]?.progress(5))
  expect(text()).toContain('50% sent')
  await act(async () => sent[0]?.progress(12))
  expect(text()).toContain('Being checked')
  await sent[0]?.arrive()
  expect([states(), said()]).toEqual([['attached', 'sending'], 'a.pdf is attached.'])
  await sent[1]?.arrive()
  expect(last()).toEqual({ fileIds: ['id-a.pdf', 'id-b.pdf'], sending: false })
})

test('F1: a cut connection says so and can be tried again; the others go on', async () => {
  const { sent, text, last } = await open()
  await choose([file('a.pdf'), file('b.pdf')])
  await sent[0]?.refuse('UNREACHABLE')
  expect(text()).toContain('The connection was cut. Nothing of this file was kept.')
  await sent[1]?.arrive()
  await press('Try again')
  await sent[2]?.arrive()
  expect(last()).toEqual({ fileIds: ['id-a.pdf', 'id-b.pdf'], sending: false })
})

test('F1: every refusal has a sentence of its own in three languages', async () => {
  for (const language of ['en', 'fr', 'es'] as const) {
    const { messages } = await load(language)
    const sentence = (reason: string) =>
      uploadSentence(messages, { code: 'INVALID_INPUT', sentence: '', requestId: '', detail: { reason } })
    const own = new Set(FILE_REFUSALS.map(sentence))
    expect([language, own.size, own.has(sentence('nothing we know'))]).toEqual([language, FILE_REFUSALS.length, false])
  }
})

test('F1: a file that is refused for what it is can only be taken out again', async () => {
  const { sent, text } = await open()
  await choose([file('a.pdf')])
  await sent[0]?.refuse('INVALID_INPUT', 'file_type')
  expect(text()).toContain('This kind of file cannot be taken.')
  expect(document.querySelectorAll('li button')).toHaveLength(1)
  await press('Remove a.pdf')
  expect(states()).toEqual([])
})

test('F1: what is empty or larger than the clinic allows is not sent at all; where the limit is not known the server says it', async () => {
  const { sent, text } = await open()
  await choose([file('none.pdf', 0), file('large.pdf', 1_048_577), file('exact.pdf', 1_048_576)])
  expect([states(), sent.map((one) => one.file.name)]).toEqual([['failed', 'failed', 'sending'], ['exact.pdf']])
  expect(text()).toContain('This file is too large.')
  expect(text()).toContain('This file is empty.')
  await page?.close()
  const blind = await open({ 'files.limits': () => Promise.reject(new Error('no line')) })
  await choose([file('large.pdf', 1_048_577)])
  expect(blind.sent).toHaveLength(1)
})

test('F1: five files fit one request; the rest is left out and said, and the buttons rest until one is taken out', async () => {
  const { sent } = await open()
  await choose(['1', '2', '3', '4'].map((name) => file(`${name}.pdf`)))
  await choose([file('5.pdf'), file('6.pdf'), file('7.pdf')])
  expect([states().length, said()]).toEqual([5, 'A request can carry 5 files. 2 files were left out.'])
  expect(button('Choose files').hasAttribute('disabled')).toBe(true)
  await press('Remove 5.pdf')
  expect([states().length, said(), sent.length]).toEqual([4, '5.pdf is removed.', 1])
  expect(button('Choose files').hasAttribute('disabled')).toBe(false)
})

test('F1: what is under way is cut when it is stopped; what was uploaded is taken back from the server', async () => {
  const { sent, asked, last } = await open()
  await choose([file('a.pdf'), file('b.pdf')])
  await press('Stop sending a.pdf')
  expect([sent[0]?.cancelled, states()]).toEqual([true, ['sending']])
  // Too late: nobody wants to hear of it any more.
  await sent[0]?.arrive()
  await sent[1]?.arrive()
  expect(last()).toEqual({ fileIds: ['id-b.pdf'], sending: false })
  await press('Remove b.pdf')
  expect(asked('files.remove').map(({ input }) => input)).toEqual([{ id: 'id-b.pdf' }])
  expect(last()).toEqual({ fileIds: [], sending: false })
  expect(document.activeElement).toBe(button('Choose files'))
})

test('F1: closing the form cuts what is still being sent', async () => {
  const { sent, close } = await open()
  await choose([file('a.pdf')])
  await close()
  page = undefined
  expect(sent[0]?.cancelled).toBe(true)
})

test('F1: files are dropped as well as chosen, and a drop that misses opens nothing', async () => {
  const { sent, place } = await open()
  const dropped = (at: EventTarget) => {
    const event = new Event('drop', { bubbles: true, cancelable: true })
    Object.assign(event, { dataTransfer: { files: [file('a.pdf')], types: ['Files'] } })
    at.dispatchEvent(event)
    return event.defaultPrevented
  }
  let held = false
  await act(async () => {
    held = dropped(document.body)
  })
  expect([held, sent.length]).toEqual([true, 0])
  await act(async () => void dropped(place.querySelector('fieldset') ?? place))
  expect(sent.map((one) => one.file.name)).toEqual(['a.pdf'])
})

test('W4: whoever is signed out while a file is sent is led to sign in', async () => {
  const { sent } = await open()
  await choose([file('a.pdf')])
  await sent[0]?.refuse('NOT_SIGNED_IN')
  expect(location.pathname).toBe('/sign-in')
})
