import type { HelpArticle } from '../../../../shared/help/helpSchemas'

export const correctionRequests: HelpArticle = {
  id: 'help.access.corrections',
  slug: 'correction-requests',
  title: 'Correction requests',
  category: 'access',
  summary: 'A {participant} says that something in the record is wrong: by when you decide, how, and what follows.',
  tags: ['corrections', 'due date', 'letter', 'denial'],
  aliases: [
    'amendment',
    'rectification',
    'wrong in the record',
    'correction inbox',
    'overdue',
    'extend the time',
    'grounds of denial',
    'decision letter',
    'statement of disagreement',
    'rebuttal',
    'decided already',
    'attachments',
  ],
  audience: ['admin', 'manager', 'staff'],
  related: ['settings-and-branding', 'working-offline', 'what-participants-see', 'messages', 'audit-log'],
  whenToUse: [
    '**Corrections** in the side bar shows a number, or says that something is overdue.',
    'A decision of yours was not done, because a colleague was first or the record has changed.',
  ],
  sections: [
    {
      id: 'inbox',
      heading: 'The inbox',
      blocks: [
        {
          kind: 'text',
          text: '**Corrections** lists every request of those in your care, the most urgent first, and works without a network. The number beside it counts what waits for a decision. The requests of one {participant} also stand in their file under **Portal**.',
        },
        {
          kind: 'table',
          head: ['Group', 'What is in it'],
          rows: [
            ['Overdue', 'Not decided, and the due date is over'],
            ['Due within 7 days', 'Not decided, and soon due'],
            ['Open', 'Not decided, with more time'],
            [
              'Decided, something left to do',
              'They disagree and it is not closed yet, or somebody named is still to be told',
            ],
            ['Closed', 'Nothing is left to do; the newest first'],
          ],
        },
        {
          kind: 'text',
          text: 'Search by name, file number or words of the request. Narrow by state, by program where there are several, and by whose hands it is in: **With me**, **With nobody yet**, or one colleague. The order is by due date or by the day of receipt.',
        },
      ],
    },
    {
      id: 'due',
      heading: 'Due dates and the three laws',
      blocks: [
        {
          kind: 'table',
          head: ['Time to decide', 'How it is counted'],
          rows: [
            ['60 days, once 30 more', 'Calendar days; United States, 45 CFR 164.526'],
            ['30 days, once 30 more', 'Calendar days, as several health privacy laws have it'],
            ['30 business days, once 30 more', 'Saturdays, Sundays and the clinic’s holidays do not count'],
          ],
        },
        {
          kind: 'text',
          text: 'An administrator chooses the law in the settings. Days are those of the clinic’s calendar, the day of receipt does not count, and the whole due day is in time. A request keeps the law under which it arrived. After the due date you can still decide, but no longer extend.',
        },
      ],
    },
    {
      id: 'steps',
      heading: 'The steps',
      blocks: [
        {
          kind: 'table',
          head: ['Step', 'What it does', 'When'],
          rows: [
            ['**Acknowledge**', 'They read in the portal that the clinic has the request', 'While it is new'],
            [
              '**Start the review**',
              'It is in your hands; colleagues see that, and they read that somebody works on it',
              'Until it is decided, also without the first step',
            ],
            [
              '**Extend**',
              'A new due date, with a reason and a letter',
              'Once, and only before the due date is over on the server',
            ],
            ['**Decide**', 'Field by field, with a letter', 'Until it is decided or withdrawn'],
            [
              '**Answer the statement**',
              'One answer to a statement of disagreement; none is required',
              'After a statement',
            ],
            ['**Close the request**', 'Nothing more follows, from either side', 'After a statement, answered or not'],
          ],
        },
        {
          kind: 'text',
          text: 'Each step asks once more and says what follows. They get a mail that an answer waits when you extend, decide, or answer the statement; the words stay in the portal. Until you decide they may withdraw.',
        },
      ],
    },
    {
      id: 'decide',
      heading: 'Decide, field by field',
      blocks: [
        {
          kind: 'steps',
          items: [
            'Read **What they ask for**: **When they asked** beside **Proposed**, and **In the record now** where it is something else by now. Read their words and open the attachments.',
            'Press **Decide**. Choose **Accept** or **Deny** at each field, or **Accept all** and **Deny all**. Nothing is chosen beforehand.',
            'Denied something? Choose the **Ground of the denial** and write the **Explanation** in plain words.',
            'Read the **Preview of the letter**. The server writes the letter in the language in which they use the portal; the preview shows the other languages too.',
            'Press **Send the decision** and confirm. A decision cannot be taken back.',
          ],
        },
        {
          kind: 'list',
          items: [
            'Accepted fields change in the record with the decision; denied ones stay as they are.',
            'A request that was only described is accepted or denied as a whole. Change the record by hand first, and write under **What was changed** what you did.',
            'Where the record was changed since they asked, **Accept** is grey: put the proposed value into the record first, or deny it and say why.',
          ],
        },
      ],
    },
    {
      id: 'grounds',
      heading: 'The four grounds of a denial',
      blocks: [
        {
          kind: 'table',
          head: ['Ground', 'When it holds'],
          rows: [
            [
              '**The clinic did not create this information**',
              'Somebody else wrote it and can still be asked. If they cannot be reached any more, it does not hold',
            ],
            [
              '**It is not part of the record that decisions are based on**',
              'Nobody decides about the person by it, for example notes for quality checks',
            ],
            [
              '**It is not open to access by law**',
              'The law keeps it closed: psychotherapy notes kept apart, or papers for a court case',
            ],
            ['**It is accurate and complete**', 'It was checked. Say in the text what was checked'],
          ],
        },
        { kind: 'text', text: 'There are no others: what fits none of them is accepted.' },
      ],
    },
    {
      id: 'letters',
      heading: 'Letters and attachments',
      blocks: [
        {
          kind: 'text',
          text: 'Under **Letters**, **Read and print** opens the decision letter and the one about the extension, also without a network. The letter is written again from the request and held against the fingerprint of the one that was sent. **This is the letter that was sent** means that every character was checked. **This letter cannot be shown** means that it is another one, or needs a newer console; it is then neither shown nor printed, and the page says what to do.',
        },
        {
          kind: 'text',
          text: 'Attachments come from the server each time you open them, and each time is recorded; nothing of them stays on this computer unless you press **Save**. PNG and JPG pictures can be looked at here.',
        },
      ],
    },
    {
      id: 'after',
      heading: 'After the decision',
      blocks: [
        {
          kind: 'list',
          items: [
            '**Persons to be told**: whom they named. Once something is accepted, tell each one, then press **Note as told**. Nothing is sent from here.',
            '**They disagree**: after a denial, also of one field, they may write one statement. It is kept with the request for good.',
            '**Answer the statement**: once, if you wish. The answer is kept with request and statement, and goes along wherever those are disclosed.',
            '**Close the request**: request, decision and statement stay on file. **History** says who did what and when.',
          ],
        },
      ],
    },
    {
      id: 'offline',
      heading: 'Offline, and decided already',
      blocks: [
        {
          kind: 'text',
          text: 'Every step works offline and waits in the queue. The request stays as it is until the server has answered, and what has not left can be taken back with **Take back**. For a due date the server’s day counts: what is queued has not reached anybody yet.',
        },
        {
          kind: 'list',
          items: [
            'Somebody decided first: yours is not applied. You see **Yours, not done** beside the one that stands, and press **Leave it as it stands**.',
            'An accepted field has changed meanwhile: nothing was decided, not even the rest. Look at the fields, then **Decide again with these words**.',
            'Somebody decided, or they withdrew, while you were writing: nothing of yours was sent. Your words stay on the page until you press **Discard my draft**.',
          ],
        },
      ],
    },
  ],
  settings: [
    { setting: 'Time to decide', effect: 'Which of the three laws holds for requests that arrive from now on.' },
    { setting: 'Holidays', effect: 'Days that do not count where business days are counted.' },
    { setting: 'Complaints about a decision', effect: 'What stands in every letter about where to complain.' },
  ],
  sources: [
    'renderer/console/corrections/CorrectionsPage.tsx',
    'renderer/console/corrections/CorrectionView.tsx',
    'renderer/console/corrections/StepBar.tsx',
    'renderer/console/corrections/DecisionForm.tsx',
    'renderer/console/corrections/LettersPart.tsx',
    'renderer/console/corrections/PersonsPart.tsx',
    'renderer/console/corrections/WishNotes.tsx',
    'renderer/console/files/CorrectionFiles.tsx',
    'renderer/console/settings/CorrectionsPart.tsx',
    'shared/corrections/correctionRules.ts',
    'shared/corrections/correctionLimits.ts',
    'server/corrections/correctionNotice.ts',
  ],
}
