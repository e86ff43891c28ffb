import { expect, test } from 'vitest'
import { hasCaseload, refuseReset, refuseRoleChange, refuseSuspension } from '../../shared/team/teamRules'

const admin = { isYou: false, role: 'admin', suspended: false, otherActiveAdmins: 1 } as const

test('the last active administrator is neither suspended nor given another role; a suspended one may be', () => {
  const last = { ...admin, otherActiveAdmins: 0 }
  expect([refuseSuspension(admin), refuseRoleChange(admin, 'staff')]).toEqual([null, null])
  expect([refuseSuspension(last), refuseRoleChange(last, 'staff')]).toEqual(['last_admin', 'last_admin'])
  expect(refuseRoleChange({ ...last, suspended: true }, 'staff')).toBeNull()
  expect(refuseRoleChange(last, 'admin')).toBeNull()
})

test('M7: nobody takes away their own rights or resets their own secrets', () => {
  const you = { ...admin, isYou: true }
  expect([refuseSuspension(you), refuseRoleChange(you, 'staff'), refuseReset(you)]).toEqual(Array(3).fill('yourself'))
  expect(refuseRoleChange(you, 'admin')).toBeNull()
})

test('D4: administrators see everybody and auditors nobody, so neither has a caseload', () => {
  const roles = ['admin', 'manager', 'staff', 'front_desk', 'auditor'] as const
  expect(roles.map(hasCaseload)).toEqual([false, true, true, true, false])
})
