import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClinicService } from '../../server/clinic/clinicService'
import { pull } from '../../server/sync/pullService'
import { changeMember, createMember, setCaseload, type TeamDeps } from '../../server/team/teamService'
import type { Role } from '../../shared/access/roles'
import { type Checkpoint, checkpointSchema } from '../../shared/sync/syncSchemas'
import { quickHasher } from '../staff/staffWorld'
import { testNotices } from '../support/notices'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { type Clinic, createClinic, creation, staffId, wire } from '../sync/support/clinic'

let database: TestDatabase
let clinic: Clinic
let deps: TeamDeps

beforeAll(async () => {
  database = await createTestDatabase()
  clinic = await createClinic(database, 40)
  const service = createClinicService({ db: clinic.db, portalUrl: 'https://portal.example.org' })
  const { notices } = testNotices(service)
  deps = { db: clinic.db, hasher: quickHasher(), announce: async () => undefined, clinic: service, notices }
})
afterAll(async () => {
  clinic.close()
  await database.drop()
})

/** A console's copies, kept as the replica does: a reset sweeps what was not seen by its end. */
class Copies {
  ids = new Set<string>()
  checkpoint: Checkpoint | null = null
  resets = 0
  constructor(
    readonly id: string,
    public role: Role,
  ) {}

  async sync(limit = 7): Promise<void> {
    const holder = { staffId: this.id, role: this.role }
    let sweep: Set<string> | null = null
    for (let page = 0; page < 100; page++) {
      const input = { checkpoint: this.checkpoint && checkpointSchema.parse(this.checkpoint), limit, witnessCount: 0 }
      const answer = wire(await pull(clinic.pullDeps, holder, input, new Date()))
      if (answer.reset) {
        this.resets++
        sweep = new Set()
      }
      for (const { id } of answer.rows.participants ?? []) {
        this.ids.add(id)
        sweep?.add(id)
      }
      for (const { id } of answer.gone) this.ids.delete(id)
      this.checkpoint = answer.checkpoint
      if (answer.remaining > 0) continue
      if (sweep) this.ids = new Set([...this.ids].filter((id) => sweep?.has(id)))
      return
    }
    throw new Error('a sync did not come to an end')
  }
}

const admin = () => clinic.caller('admin')
const change = async (id: string, role: Role) => {
  await changeMember(deps, admin(), { staffId: id, displayName: 'Ms manager', role })
}

test('D4: a manager becomes administrator and back, and nothing of the wider sight stays on any console', async () => {
  const id = staffId('manager')
  const [desk, laptop] = [new Copies(id, 'manager'), new Copies(id, 'manager')]
  await desk.sync()
  await laptop.sync()
  const own = new Set(desk.ids)
  expect(own.size).toBe(20)
  await change(id, 'admin')
  desk.role = 'admin'
  await desk.sync()
  expect([desk.ids.size, desk.resets]).toEqual([40, 2])
  await desk.sync()
  expect(desk.resets).toBe(2)
  await change(id, 'manager')
  for (const console of [desk, laptop]) {
    console.role = 'manager'
    await console.sync()
    expect(console.ids).toEqual(own)
  }
  expect([desk.resets, laptop.resets]).toEqual([3, 2])
  await desk.sync()
  expect(desk.resets).toBe(3)
})

test('D4: a pull that was let in under the former role gets nothing', async () => {
  const id = staffId('staff2')
  const before = new Copies(id, 'staff')
  await change(id, 'front_desk')
  await expect(before.sync()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
})

test('D4: another caseload reaches the console in one sync, the new ones in, the others gone, without starting over', async () => {
  const console = new Copies(staffId('staff'), 'staff')
  await console.sync()
  const wanted = clinic.participants.slice(1, 6)
  const caseload = { programIds: [], participantIds: [...wanted] }
  await setCaseload(deps, admin(), { staffId: console.id, caseload })
  await console.sync()
  expect([console.ids, console.resets]).toEqual([new Set(wanted), 1])
  const rows = await clinic.db.selectFrom('scope').selectAll().where('staff_id', '=', console.id).execute()
  const moved = rows.filter(
    ({ active, participant_id }) =>
      !active || !clinic.participants.slice(0, 40).includes(participant_id) || wanted.includes(participant_id),
  )
  expect(new Set(moved.map(({ rev }) => rev)).size).toBe(moved.length)
})

test('D4: who is entered into a program while somebody is given that program is missed by neither', async () => {
  const [program] = clinic.programs
  const caseload = { programIds: [program], participantIds: [] }
  const ids = Array.from({ length: 8 }, () => randomUUID())
  const person = { email: 'desk2@alder.example', displayName: 'Desk Two', role: 'front_desk', caseload } as const
  const [created] = await Promise.all([
    createMember(deps, admin(), person),
    ...ids.map((id) => clinic.push('admin', [creation(clinic, id)])),
  ])
  const late = randomUUID()
  await clinic.push('admin', [creation(clinic, late)])
  const console = new Copies(created.id, 'front_desk')
  await console.sync()
  for (const id of [...ids, late]) expect(console.ids.has(id)).toBe(true)
  expect(clinic.failures).toEqual([])
})

test('Y3 D4: roles that change while others write lose no row and leave none', async () => {
  const id = staffId('manager')
  const writers = Array.from({ length: 6 }, () => clinic.push('admin', [creation(clinic)]))
  await Promise.all([change(id, 'admin').then(() => change(id, 'manager')), ...writers])
  const console = new Copies(id, 'manager')
  await console.sync(3)
  const active = await clinic.db
    .selectFrom('scope')
    .select('participant_id')
    .where('staff_id', '=', id)
    .where('active', '=', true)
    .execute()
  expect(console.ids).toEqual(new Set(active.map((row) => row.participant_id)))
})
