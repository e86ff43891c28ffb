import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const staffAndRoles: HelpArticle = {
  id: 'help.team.roles',
  slug: 'staff-and-roles',
  title: 'Staff and roles',
  category: 'team',
  summary: 'Add colleagues, choose what they may do and whom they see, and help them when they are locked out.',
  tags: ['staff', 'roles', 'caseload', 'team'],
  aliases: [
    'add a colleague',
    'new employee',
    'permissions',
    'suspend',
    'caseload',
    'role table',
    'reset staff mfa',
    'leaver',
    'administrator',
  ],
  audience: ['admin'],
  related: ['settings-and-branding', 'working-offline', 'manage-portal-access', 'consoles', 'audit-log'],
  whenToUse: ['Somebody joins, leaves or changes their work.', 'A colleague has lost their phone.'],
  sections: [
    {
      id: 'roles',
      heading: 'The roles',
      blocks: [
        {
          kind: 'table',
          head: ['Role', 'Sees', 'May'],
          rows: [
            ['Administrator', 'Everybody', 'Everything: settings, staff, consoles'],
            [
              'Manager',
              'Their programs',
              'All that staff may, also Reset MFA and exemptions; read the audit log of their programs',
            ],
            [
              'Staff',
              'Their caseload',
              'Invite, revoke, re-enable, unlock, send resets, write messages, decide correction requests',
            ],
            [
              'Front desk',
              'Their caseload, names and contacts',
              'Invite, resend and send resets; neither revoke nor messages',
            ],
            ['Auditor', 'Nobody', 'Read and verify the audit log'],
          ],
        },
        {
          kind: 'text',
          text: 'The page **Staff and roles** shows the full table as the server enforces it. What a role may not do is not offered, and refused if it is tried anyway.',
        },
      ],
    },
    {
      id: 'add',
      heading: 'Add a colleague',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Open **Staff and roles** and press **Add a colleague**: name, email, role.',
            'Choose whom they see: whole programs, or single people. Managers and the front desk also see whoever enters one of their programs later, and add people only to these.',
            'Hand over the first password, which is shown once. They change it at their first sign-in and set up an authenticator app.',
            'Their computer asks for approval: compare its words under **Consoles**.',
          ],
        },
      ],
    },
    {
      id: 'change',
      heading: 'Change or suspend',
      blocks: [
        {
          kind: 'text',
          text: 'A new role or caseload reaches every console with the next contact; records that somebody no longer sees are removed from their console. **Suspend** ends every sign-in at once, and **Let back in** ends the suspension. What they did stays in the audit log under their name. Nobody suspends themselves, and the last administrator stays one.',
        },
        {
          kind: 'text',
          text: 'Of which programs somebody is, only an administrator decides, here. To move a person into a program that is not their own, managers and the front desk ask an administrator; its own managers and front desk see the person at once.',
        },
      ],
    },
    {
      id: 'mfa',
      heading: 'A colleague has lost their phone',
      blocks: [
        {
          kind: 'text',
          text: 'Make sure who it is: in person, by photo ID, or by calling back at the number on file. Then choose **Reset the second factor** in their row, with reason and way of checking. At the next sign-in they set up a new app.',
        },
      ],
    },
  ],
  settings: [
    { setting: 'Console lock', effect: 'After how many idle minutes a colleague’s console locks.' },
    {
      setting: 'Offline lease',
      effect: 'How long a suspended colleague’s console without any contact would still open.',
    },
  ],
  sources: [
    'renderer/console/team/TeamTable.tsx',
    'renderer/console/team/MemberForm.tsx',
    'renderer/console/team/RoleTable.tsx',
    'shared/access/roles.ts',
  ],
}
