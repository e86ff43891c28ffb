import { createHash } from 'node:crypto'
import { createSealing } from '../../server/platform/secrets/sealing'

/** Keys of a test's server: the same in every process of one test, since none is drawn. */
const deriveKey = (purpose: string) => createHash('sha256').update(`test key ${purpose}`).digest()

export const testSecrets = { deriveKey, ...createSealing(deriveKey) }
