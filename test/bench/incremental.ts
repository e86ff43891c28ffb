import { randomUUID } from 'node:crypto'
import type { Role } from '../../shared/access/roles'
import { type Credentials, enlist, openConsole } from './support/consoles'
import { type Installation, withInstallation } from './support/installation'
import type { Row } from './support/report'
import { interleaved, median, timed } from './support/rounds'

const CHANGES = 10
/** Pulls a round: one alone is too short to time. */
const REPEATS = 20

/** A pull of 10 changes must cost what changed and not what is stored: two servers side by side, one with a hundred times the other's records. */
export async function incremental({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const [few, many] = quick ? [500, 5000] : [1000, 100_000]
  return await withInstallation(few, async (small) => {
    return await withInstallation(many, async (large) => {
      const rows: Row[] = []
      for (const role of ['admin', 'staff'] as const)
        rows.push(await measure({ small, large, role, few, many, rounds: quick ? 5 : 15 }))
      return rows
    })
  })
}

interface Pair {
  readonly small: Installation
  readonly large: Installation
  readonly role: Role
  readonly few: number
  readonly many: number
  readonly rounds: number
}

async function measure({ small, large, role, few, many, rounds }: Pair): Promise<Row> {
  const [onSmall, onLarge] = [await prepare(small, role), await prepare(large, role)]
  const results = await interleaved(rounds, {
    small: { run: async () => (await timed(onSmall)) / REPEATS },
    large: { run: async () => (await timed(onLarge)) / REPEATS },
  })
  const [ours, floor] = [median(results.large), median(results.small)]
  const what = `pull of ${CHANGES} changes as ${role}: ${many} against ${few} participants stored`
  const ratio = ours / floor
  return {
    bench: 'incremental',
    what,
    unit: 'ms',
    ours,
    floor,
    ratio,
    target: 'ratio at most 1.3',
    met: ratio <= 1.3,
    rounds: results,
  }
}

/** Edits ten people, and returns the pulls that bring these ten edits, again and again from the same checkpoint. */
async function prepare(installation: Installation, role: Role): Promise<() => Promise<void>> {
  const [credentials] = await enlist(installation.pool, role, 1)
  if (!credentials) throw new Error('no console')
  const { client } = openConsole(installation.url, credentials)
  const { rows } = await installation.pool.query<{ epoch: string; rev: number }>(
    'select c.epoch, (select last_value from sync_rev) as rev from clinic c',
  )
  const checkpoint = rows[0]
  if (!checkpoint) throw new Error('no clinic')
  await client.sync.push.mutate({ items: await tenEdits(installation, credentials) })
  const pull = async () => {
    const answer = await client.sync.pull.query({ checkpoint, limit: 5000, witnessCount: 1 })
    const got = answer.rows.participants?.length ?? 0
    if (got !== CHANGES) throw new Error(`the pull brought ${got} participants`)
  }
  return async () => {
    for (let n = 0; n < REPEATS; n++) await pull()
  }
}

async function tenEdits({ pool }: Installation, { staffId }: Credentials) {
  const { rows } = await pool.query<{ id: string; seen: string }>(
    `select p.id, p.fields->>'pronouns' as seen from participant p
     where exists (select from scope s where s.participant_id = p.id and s.active and s.staff_id = $1)
        or (select role from staff where id = $1) = 'admin'
     order by p.rev limit $2`,
    [staffId, CHANGES],
  )
  return rows.map(({ id, seen }) => ({
    kind: 'edit',
    writeId: randomUUID(),
    participantId: id,
    changes: [{ path: 'pronouns', base: seen, value: randomUUID().slice(0, 8) }],
  }))
}
