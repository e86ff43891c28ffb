import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const auditLog: HelpArticle = {
  id: 'help.security.audit_log',
  slug: 'audit-log',
  title: 'The audit log',
  category: 'security',
  summary:
    'Who did what, when and from where: read it, follow one person, export it, and prove that nobody changed it.',
  tags: ['audit', 'verification', 'export', 'alarm'],
  aliases: [
    'who opened this record',
    'who changed this',
    'timeline',
    'csv',
    'hash chain',
    'verify the log',
    'bundle file',
    'tampered',
    'alarm',
    'restored from a backup',
    'retention',
    'inspector',
  ],
  audience: ['admin', 'manager', 'auditor'],
  related: ['consoles', 'staff-and-roles', 'correction-requests', 'sign-in-diagnostics'],
  whenToUse: [
    'Somebody asks who saw or changed a record, or what a colleague or a console did.',
    'The console raises an alarm, or says that the server was restored from a backup.',
    'Somebody from outside wants proof.',
  ],
  sections: [
    {
      id: 'read',
      heading: 'Read it',
      blocks: [
        {
          kind: 'text',
          text: '**Audit log** shows one event a line, newest first: when, who, what, about whom, and the number of the row. A row opens its details: every code as it was hashed, the console, the network address, and whether **The row fits its hash**. Below are further events of the same {participant}, **All by this colleague** and **All from this console**.',
        },
        {
          kind: 'table',
          head: ['Role', 'Sees', 'Verifies'],
          rows: [
            ['Administrator', 'Every row', 'The whole log, and bundle files'],
            ['Auditor', 'Every row, and nothing else of the clinic', 'The whole log, and bundle files'],
            ['Manager', 'What is about {participants} of their programs, and what they did themselves', 'Bundle files'],
          ],
        },
        {
          kind: 'tip',
          text: 'Reading is an event too: once for each sign-in and choice of filters, it stands in the log with your name. The log needs the server.',
        },
      ],
    },
    {
      id: 'filters',
      heading: 'Filters, and one person’s timeline',
      blocks: [
        {
          kind: 'list',
          items: [
            '**From** and **To**: days of your own calendar, the last one included.',
            '**About**: records, invites, sign-ins, messages, correction requests, consoles, settings and so on.',
            '**Who**, **Console** and **Outcome**: one colleague, one computer, done or refused.',
            '**Id, code or network address**: all of it, as in a row. The log holds ids and codes only, no words.',
            'Everything narrows together; **Clear filters** takes all of it away.',
          ],
        },
        {
          kind: 'text',
          text: 'The timeline of one {participant} is in their file under **Timeline**, with the same filters and its own **Export**.',
        },
      ],
    },
    {
      id: 'export',
      heading: 'Export',
      blocks: [
        {
          kind: 'text',
          text: '**Export** saves the rows that the filters leave, as far as you may see them, as a table (CSV). It asks for your password, and the export is noted in the log with the number of rows. The file names people: keep it as carefully as the records. A table proves nothing; for that there is the bundle file.',
        },
      ],
    },
    {
      id: 'verify',
      heading: 'Verify',
      blocks: [
        {
          kind: 'text',
          text: 'Every row holds the hash of the row before it. **Verify** works them all out again on this computer, and compares them with the server’s signed head and with what this console has seen before.',
        },
        {
          kind: 'steps',
          items: [
            'Open **Audit log** and press **Verify**.',
            'Press **Verify the whole log**, or **Verify a bundle file** and choose the file. The second works without the server.',
            'Read the result. It can be cancelled at any time.',
          ],
        },
        {
          kind: 'table',
          head: ['Result', 'What it means'],
          rows: [
            ['Sound up to row …', 'One unbroken chain, with the names of what it was compared with'],
            ['Not proven', 'The rows may fit together, but a key or a signature does not, or nothing signed ends them'],
            ['Tampered with: first bad row …', 'The row, and what was done, as in the next table'],
          ],
        },
        {
          kind: 'table',
          head: ['Kind', 'What was done'],
          rows: [
            ['altered', 'Something in this row was changed after it was written'],
            ['missing', 'Rows were taken out of the middle'],
            ['inserted', 'A row was put in that the server did not write'],
            ['reordered', 'Rows stand in another order'],
            ['truncated', 'Rows were cut off at the end'],
            ['rewritten', 'Written anew, with hashes that fit each other but not what was seen before'],
          ],
        },
      ],
    },
    {
      id: 'alarm',
      heading: 'The alarm',
      blocks: [
        {
          kind: 'text',
          text: 'Each console remembers how far it has seen the log. When the server’s log does not continue that, when it is signed with another key, or when a signature does not fit, it raises an alarm: a red bar over every page, and in the audit log **Alarm: the audit log cannot be trusted**. Nobody can click that away.',
        },
        {
          kind: 'steps',
          items: [
            'Change and restart nothing.',
            'Tell an administrator and whoever runs the server, now.',
            'In the audit log press **Copy the command** and give it to them: it holds what this console has seen. Without the audit log, **Copy diagnostics** in the red bar has it too.',
            'They keep a copy of the database, run the command, and see the first bad row.',
            'Nobody runs **vestibule audit accept-head** before it is understood what happened: it is for a signed head that was lost, and signs the log as it is.',
          ],
        },
      ],
    },
    {
      id: 'restore',
      heading: 'The server was restored from a backup',
      blocks: [
        {
          kind: 'text',
          text: 'After a restore a notice names the day of the backup and, where this console had seen more, which rows are not in it. What was done after the backup is gone from the server. What your console still knows of it appears under **What the restore undid**, with the access that was revoked first. Messages and correction requests that are gone stand there to be read: answer them, or ask for them again; the clinic had received them. Look again also at consoles that were removed, colleagues who were suspended, second factors that were reset, and passwords that were changed: those do not appear there.',
        },
        {
          kind: 'list',
          items: [
            'An administrator who knows of the restore presses **I know of this restore**. That is recorded too.',
            '**Revoke again**, **Bring back** and **Make the record again** send it to the server in your name, as if you had just written it. What somebody else has brought back disappears from your list.',
            '**Leave it as it is** makes this console forget what it knew. Use it where the record as it is now is right.',
            'Anybody else who sees the notice tells an administrator.',
            '**A backup was put back on the server** in the audit log says up to which row this console had seen the log before. If nobody restored a backup, tell an administrator now.',
            'A log that began anew without a restore is an alarm: nobody can wave it aside.',
          ],
        },
      ],
    },
    {
      id: 'outside',
      heading: 'Proof for somebody from outside',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Whoever runs the server types: vestibule audit verify --bundle FILE. That writes one HTML file with all rows, the signed head and the server’s key.',
            'Hand the file over as carefully as records: it holds ids and network addresses of everybody.',
            'Give the key by another way than the file, for example on paper. It stands under **Verify**, after “Key of the server”. Whoever makes a file can bring a key of their own.',
            'They open the file in a current browser, without a server or a network. It verifies itself and says SOUND, NOT PROVEN or TAMPERED; they compare the key in it with the one you gave.',
          ],
        },
      ],
    },
    {
      id: 'retention',
      heading: 'How long it is kept',
      blocks: [
        {
          kind: 'text',
          text: 'Nothing in the console deletes rows, also not when the time is over. IT can then move older rows into a bundle file that verifies itself; keep that file, for the rows exist nowhere else then. Verifying afterwards says from which row on the log is here, and that older rows are in an archive.',
        },
      ],
    },
  ],
  settings: [
    { setting: 'Rows are kept for at least', effect: '6 to 30 years; younger rows cannot be moved into an archive.' },
  ],
  sources: [
    'renderer/console/audit/AuditLog.tsx',
    'renderer/console/audit/AuditFilters.tsx',
    'renderer/console/audit/RowDetails.tsx',
    'renderer/console/audit/ExportDialog.tsx',
    'renderer/console/audit/VerifyPanel.tsx',
    'renderer/console/audit/VerifyVerdict.tsx',
    'renderer/console/audit/AlarmNote.tsx',
    'renderer/console/backup/RestoreBanner.tsx',
    'renderer/console/backup/UndonePage.tsx',
    'server/audit/auditQuery.ts',
    'docs/operations.md',
  ],
}
