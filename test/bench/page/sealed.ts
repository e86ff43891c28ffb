import { importReplicaKey } from '../../../renderer/console/replica/pageLog/sealedPage'
import { openReplica, type Replica } from '../../../renderer/console/replica/replica'
import { getReplicaStorage } from '../../../renderer/console/replica/replicaStorage'

/** One fixed key: what is measured does not depend on its bits. */
export async function benchKey(): Promise<CryptoKey> {
  return await importReplicaKey(Uint8Array.from({ length: 32 }, (_, index) => index))
}

/** The console's own sealed replica, as `openSession` opens it. */
export async function openSealed(databaseName: string): Promise<Replica> {
  return await openReplica(databaseName, getReplicaStorage({ databaseName, key: await benchKey() }), () => new Date())
}
