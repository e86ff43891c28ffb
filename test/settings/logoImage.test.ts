import { expect, test } from 'vitest'
import { inspectLogo, type LogoType } from '../../shared/settings/logoImage'
import { jpeg, png, webp } from './pictures'

const PICTURES: readonly (readonly [LogoType, (width: number, height: number) => Buffer])[] = [
  ['image/png', png],
  ['image/jpeg', jpeg],
  ['image/webp', webp],
]
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')

test.each(PICTURES)('S2.64: %s is read by its content, up to 2,000 pixels', (type, draw) => {
  expect(inspectLogo(draw(320, 90), type)).toEqual({ ok: true, width: 320, height: 90 })
  expect(inspectLogo(draw(2000, 2000), type)).toMatchObject({ ok: true })
  expect(inspectLogo(draw(2001, 10), type)).toEqual({ ok: false, problem: 'too_big' })
  expect(inspectLogo(draw(10, 2001), type)).toEqual({ ok: false, problem: 'too_big' })
})

test.each(
  PICTURES,
)('S2.64 F1: %s with anything behind it, cut off anywhere, or under another name is refused', (type, draw) => {
  const whole = draw(12, 8)
  for (const tail of [Buffer.from([0]), Buffer.from('<script>'), SVG, whole]) {
    expect(inspectLogo(Buffer.concat([whole, tail]), type)).toEqual({ ok: false, problem: 'not_an_image' })
  }
  for (let length = 0; length < whole.length; length++) {
    expect(inspectLogo(whole.subarray(0, length), type).ok).toBe(false)
  }
  for (const [other] of PICTURES.filter(([name]) => name !== type)) {
    expect(inspectLogo(whole, other)).toEqual({ ok: false, problem: 'other_type' })
  }
  expect(inspectLogo(SVG, type)).toEqual({ ok: false, problem: 'not_an_image' })
})

test('whatever bytes come, the answer comes too', () => {
  let state = 7
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state >>> 16
  }
  for (let round = 0; round < 3000; round++) {
    const [type, draw] = PICTURES[round % 3] ?? ['image/png', png]
    const bytes = draw(20, 20)
    for (let change = 0; change < 1 + (round % 4); change++) bytes[next() % bytes.length] = next() & 0xff
    expect(typeof inspectLogo(bytes, type).ok).toBe('boolean')
  }
})
