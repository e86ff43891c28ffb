import type { KeychainKind, PassphraseAnswer, VaultState } from '../../shared/ipc/desktopTypes'
import type { Keychain, SecretBox } from './ports'
import type { Vault } from './vault'

/** Where this process keeps its secrets. The place is chosen once per process, so an identity never changes half-way. */
export interface Secrets {
  kind(): Promise<KeychainKind>
  /** Null while the vault waits for its passphrase. */
  box(): Promise<SecretBox | null>
  vaultState(): Promise<VaultState>
  setPassphrase(passphrase: string): Promise<PassphraseAnswer>
  readonly vault: Vault
}

/** A vault that exists wins (the person chose it), then the keychain, then memory that dies with the process. */
export function createSecrets(keychain: Keychain, vault: Vault): Secrets {
  const memory = new Map<string, string>()
  const memoryBox = boxOf(memory)
  let probed: Promise<boolean> | null = null
  const hasKeychain = () => {
    probed ??= keychain.available().catch(() => false)
    return probed
  }
  const kind = async (): Promise<KeychainKind> => {
    if ((await vault.state()) !== 'absent') return 'passphrase'
    return (await hasKeychain()) ? 'os' : 'none'
  }

  return {
    kind,
    vault,
    vaultState: () => vault.state(),
    box: async () => {
      const state = await vault.state()
      if (state === 'closed') return null
      if (state === 'open') return vault.box
      return (await hasKeychain()) ? keychain : memoryBox
    },
    setPassphrase: async (passphrase) => {
      if ((await kind()) === 'os') return { ok: false, reason: 'NOT_NEEDED' }
      const answer = await vault.set(passphrase, memory)
      if (answer.ok) memory.clear()
      return answer
    },
  }
}

function boxOf(entries: Map<string, string>): SecretBox {
  return {
    get: async (name) => entries.get(name) ?? null,
    set: async (name, value) => void entries.set(name, value),
    delete: async (name) => void entries.delete(name),
  }
}
