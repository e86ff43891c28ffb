import { osKeychain } from '../../electron/core/adapters/osKeychain'

/** Run in a process of its own, because the session's bus is found by the environment. Prints one JSON line. */
async function probe(step: string): Promise<unknown> {
  const keychain = osKeychain('Vestibule test')
  if (step === 'available') return keychain.available()
  if (step === 'set') await keychain.set('device-key', 'heron')
  if (step === 'delete') await keychain.delete('device-key')
  return keychain.get('device-key')
}

probe(process.argv[2] ?? '').then(
  (value) => process.stdout.write(`${JSON.stringify({ value })}\n`),
  (error: Error) => process.stdout.write(`${JSON.stringify({ refused: error.message })}\n`),
)
