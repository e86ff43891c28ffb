import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchIdle } from '../../renderer/console/shell/idleWatch'

const HOUR = 3_600_000

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A console that locks after ten minutes. `pass` lets time go by on either clock, without a touch, and looks. */
function watched() {
  const target = new EventTarget()
  const [onIdle, onTouched] = [vi.fn(), vi.fn()]
  const at = { wall: 1_000_000_000, steady: 0 }
  const stop = watchIdle({ limitMs: 600_000, onIdle, onTouched, target, now: () => ({ ...at }) })
  const pass = (wall: number, steady = wall) => {
    at.wall += wall
    at.steady += steady
    vi.advanceTimersByTime(5_000)
  }
  return { onIdle, onTouched, at, pass, stop, touch: (sign = 'keydown') => target.dispatchEvent(new Event(sign)) }
}

test('W2: the console locks after the clinic’s minutes without a touch, and also when the computer slept meanwhile', () => {
  const { onIdle, at, pass, touch } = watched()
  pass(599_000)
  touch()
  pass(599_000)
  expect(onIdle).not.toHaveBeenCalled()
  // Asleep for an hour; the first thing that happens is a touch.
  at.wall += HOUR
  touch('pointerdown')
  expect(onIdle).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(60_000)
  expect(onIdle).toHaveBeenCalledTimes(1)
})

test.each([
  ['eight hours back', -8 * HOUR],
  ['ten years back', -10 * 365 * 24 * HOUR],
] as const)('Y5, W2: a clock that is set %s does not keep an untouched console open', (_name, step) => {
  const { onIdle, at, pass } = watched()
  at.wall += step
  pass(599_000)
  expect(onIdle).not.toHaveBeenCalled()
  pass(1_000)
  expect(onIdle).toHaveBeenCalledTimes(1)
})

test('W2: the desktop is told at the start that somebody is there, and then only when somebody was', () => {
  const { onTouched, pass, touch, stop } = watched()
  expect(onTouched).toHaveBeenCalledTimes(1)
  pass(5_000)
  expect(onTouched).toHaveBeenCalledTimes(1)
  for (let turn = 0; turn < 50; turn++) touch('pointermove')
  pass(5_000)
  pass(5_000)
  expect(onTouched).toHaveBeenCalledTimes(2)
  stop()
})
