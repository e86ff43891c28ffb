import { randomUUID } from 'node:crypto'
import { insertCorrection } from '../../server/corrections/correctionStore'
import { inTransaction } from '../../server/platform/database/transaction'
import { type Clinic, NOW } from '../sync/support/clinic'

/** Two requests for each participant of the first program, as the portal would have stored them: all three consoles may decide them. */
export async function addRequests({ db, participants }: Clinic): Promise<void> {
  const people = participants.filter((_, at) => at % 2 === 0)
  await inTransaction(db, async (tx) => {
    for (const participantId of people)
      for (const turn of [1, 2]) {
        const word = `${participantId.slice(0, 8)} asks ${turn}`
        const family = {
          path: 'familyName',
          old: `Family ${participantId.slice(4, 8)}`,
          proposed: `${word} familyName`,
        }
        const address = { path: 'address', old: '', proposed: `${word} address` }
        await insertCorrection(tx, {
          id: randomUUID(),
          participantId,
          changes: [
            { ...family, verdict: null },
            { ...address, verdict: null },
          ],
          about: null,
          description: '',
          persons: [],
          authorName: 'Participant',
          profile: 'days_60_30',
          language: 'en',
          dueOn: '2026-05-01',
          now: NOW,
        })
      }
  })
}
