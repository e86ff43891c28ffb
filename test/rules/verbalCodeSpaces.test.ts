import { expect, test } from 'vitest'
import { checkVerbalCode, normaliseVerbalCode } from '../../shared/invites/verbalCodeRules'

test('S0.5: a code is right however it is grouped: as the console shows it, with hyphens, in one piece', () => {
  for (const typed of ['786121', '786 121', ' 786-121 ', '7 8 6 1 2 1', '786\u00a0121']) {
    expect(normaliseVerbalCode(typed)).toBe('786121')
  }
  expect(normaliseVerbalCode('Blue Horse 7')).toBe(normaliseVerbalCode('bluehorse-7'))
})

test('I5: gaps do not make a short or a common code a good one', () => {
  expect(checkVerbalCode('7 8 6 1', { birthDate: null })).toBe('too_short')
  expect(checkVerbalCode('1 2 3 4 5 6', { birthDate: null })).toBe('common')
})
