import { expect, test } from 'vitest'
import { danger, dark, light, petrol, type Ramp, type Scheme, success, type Tone, warn } from '../../renderer/ui/tokens'
import { contrast } from './contrast'

const schemes: readonly [string, Scheme][] = [
  ['light', light],
  ['dark', dark],
]
const tones: readonly Tone[] = ['neutral', 'info', 'progress', 'success', 'warn', 'danger']

type Pair = readonly [what: string, front: string, back: string, least: number]

const grounds = (s: Scheme): readonly [string, string][] => [
  ['canvas', s.canvas],
  ['surface', s.surface],
  ['sunken', s.sunken],
  ['hover', s.hover],
]

const words = (s: Scheme): readonly Pair[] =>
  grounds(s).flatMap(([name, ground]): Pair[] => [
    [`ink on ${name}`, s.ink, ground, 7],
    [`soft ink on ${name}`, s.inkSoft, ground, 4.5],
    [`link on ${name}`, s.link, ground, 4.5],
    [`error on ${name}`, s.error, ground, 4.5],
  ])

const things = (s: Scheme): readonly Pair[] => [
  ['placeholder', s.placeholder, s.surface, 4.5],
  ['words on a filled button', s.onFilled, s.filled, 4.5],
  ['words on a filled button under the pointer', s.onFilled, s.filledHover, 4.5],
  ['words on a danger button', s.onFilled, s.dangerFilled, 4.5],
  ['words on a danger button under the pointer', s.onFilled, s.dangerFilledHover, 4.5],
  ...grounds(s)
    .slice(0, 3)
    .flatMap(([name, ground]): Pair[] => [
      [`edge of a control on ${name}`, s.control, ground, 3],
      [`focus ring on ${name}`, s.focus, ground, 3],
      [`mark on ${name}`, s.brand, ground, 3],
      [`filled button on ${name}`, s.filled, ground, 3],
    ]),
]

const statuses = (s: Scheme): readonly Pair[] =>
  tones.map((tone): Pair => [`${tone} status`, s.tones[tone].ink, s.tones[tone].wash, 4.5])

for (const [name, scheme] of schemes)
  test(`every pair of the ${name} scheme is legible: 4.5 for words, 3 for controls and the focus ring`, () => {
    const failing = [...words(scheme), ...things(scheme), ...statuses(scheme)]
      .map(([what, front, back, least]) => ({ what, ratio: Number(contrast(front, back).toFixed(2)), least }))
      .filter(({ ratio, least }) => ratio < least)
    expect(failing).toEqual([])
  })

test('white words are legible on the filled shade of every family in both schemes', () => {
  const ramps: readonly Ramp[] = [petrol, success, warn, danger]
  for (const ramp of ramps) {
    expect(contrast('#ffffff', ramp[7])).toBeGreaterThanOrEqual(4.5)
    expect(contrast('#ffffff', ramp[6])).toBeGreaterThanOrEqual(4.5)
  }
})

test('the contrast measure agrees with the known ends: 21 for black on white, 1 for a colour on itself', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#08677e', '#08677e')).toBe(1)
})
