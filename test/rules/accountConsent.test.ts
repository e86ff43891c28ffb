import { expect, test } from 'vitest'
import { accountState, normaliseEmail } from '../../shared/accounts/accountRules'
import type { Language } from '../../shared/clinic/clinicSchemas'
import { consentsGiven, consentsTotal, decideAgree, nextConsent } from '../../shared/consent/consentRules'
import { CONSENT_DOCUMENTS, type ConsentDocumentId, type ConsentText } from '../../shared/consent/consentSchemas'

const text = (documentId: ConsentDocumentId, version: number, language: Language): ConsentText => ({
  documentId,
  version,
  language,
  title: documentId,
  body: `${documentId} ${version} ${language}`,
  hash: `${documentId}${version}${language}`,
})
const texts = CONSENT_DOCUMENTS.flatMap((id) => [text(id, 1, 'en'), text(id, 1, 'fr')])
const agreed = (documentId: ConsentDocumentId, version = 1) => ({ documentId, version })

test.each([
  [null, 'not_set_up'],
  [{ disabledAt: null, consentsGiven: 1, consentsTotal: 3 }, 'registering'],
  [{ disabledAt: null, consentsGiven: 3, consentsTotal: 3 }, 'active'],
  [{ disabledAt: '2026-01-01T00:00:00.000Z', consentsGiven: 3, consentsTotal: 3 }, 'disabled'],
  [{ disabledAt: '2026-01-01T00:00:00.000Z', consentsGiven: 0, consentsTotal: 3 }, 'disabled'],
] as const)('S4.15, S0.15: an account %j is %s', (doc, state) => {
  expect(accountState(doc)).toBe(state)
})

test('addresses that differ by capitals, blanks or composition are one address', () => {
  expect(normaliseEmail(' Zoe\u0308@Example.ORG ')).toBe(normaliseEmail('zo\u00eb@example.org'))
})

test('S0.12, I9: the three consents come in their order, and the gate opens after the third', () => {
  const given: { documentId: ConsentDocumentId; version: number }[] = []
  for (const [index, documentId] of CONSENT_DOCUMENTS.entries()) {
    expect(nextConsent(texts, given, 'fr')).toEqual({ step: index + 1, total: 3, text: text(documentId, 1, 'fr') })
    given.push(agreed(documentId))
  }
  expect(nextConsent(texts, given, 'fr')).toEqual({ step: 3, total: 3, text: null })
  expect([consentsGiven(texts, given), consentsTotal(texts)]).toEqual([3, 3])
})

test('I9: a new version of one text closes the gate again for that text only', () => {
  const given = CONSENT_DOCUMENTS.map((documentId) => agreed(documentId))
  const newer = [...texts, text('data_use', 2, 'en')]
  expect(nextConsent(newer, given, 'en')).toEqual({ step: 3, total: 3, text: text('data_use', 2, 'en') })
  expect(consentsGiven(newer, given)).toBe(2)
})

test('a language that lacks the current version is shown the English text', () => {
  expect(nextConsent(texts, [], 'es').text?.language).toBe('en')
  expect(nextConsent([...texts, text('privacy', 2, 'en')], [], 'fr').text).toEqual(text('privacy', 2, 'en'))
})

test('I9: agreement counts only for exactly the text that is open', () => {
  const press = { documentId: 'privacy', version: 1, language: 'fr', hash: 'privacy1fr' } as const
  expect(decideAgree(texts, [], press)).toEqual({ ok: true, text: text('privacy', 1, 'fr') })
  expect(decideAgree(texts, [], { ...press, hash: 'privacy1en' })).toEqual({ ok: false, reason: 'changed' })
  expect(decideAgree([...texts, text('privacy', 2, 'fr')], [], press)).toEqual({ ok: false, reason: 'changed' })
  expect(decideAgree(texts, [agreed('privacy')], press)).toEqual({ ok: false, reason: 'already_given' })
})
