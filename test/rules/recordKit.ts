import type { ParticipantFields } from '../../shared/participants/participantSchemas'

export const NOW = new Date('2026-03-01T12:00:00.000Z')
export const PROGRAM = '11111111-1111-4111-8111-111111111111'

/** Contact ids in rising order: id(1) is the first by the rule of the stars. */
export const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

export const contact = (value: string, label = '') => ({ value, label })

export function record(over: Partial<ParticipantFields> = {}): ParticipantFields {
  return {
    givenName: 'Anna',
    familyName: 'Lee',
    preferredName: '',
    pronouns: '',
    birthDate: '1984-03-09',
    fileNumber: 'VB-1',
    language: 'en',
    address: '',
    programId: PROGRAM,
    defaultEmail: null,
    defaultPhone: null,
    emails: {},
    phones: {},
    ...over,
  }
}
