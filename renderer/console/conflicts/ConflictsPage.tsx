import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { IconGitMerge, IconSearch } from '@tabler/icons-react'
import { startTransition, useEffect, useMemo, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { fullName } from '../../../shared/participants/participantRules'
import { foldText } from '../../../shared/search/searchRules'
import type { ConflictDoc } from '../../../shared/sync/conflictSchemas'
import { EmptyState } from '../../ui/EmptyState'
import { PageHeader } from '../../ui/PageHeader'
import { PersonName } from '../../ui/PersonName'
import { HelpLink } from '../help/HelpLink'
import { useDirectory, useSession, useStore } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { ConflictCard } from './ConflictCard'
import classes from './Conflicts.module.css'
import { conflictLists, resolveWishes } from './conflictViews'
import { DecidedConflict } from './DecidedConflict'
import { ThirdValue, type ThirdValueProps } from './ThirdValue'

/** A thousand of them must not be drawn at once; nobody decides more than this in one go. */
const PAGE = 20
/** What fills the first screen, drawn in the first frame; the rest of the page follows at once. */
const FIRST = 4

type Part = 'open' | 'decided'

/** Y6: every field that two people changed at once. Both values are kept until somebody has chosen, and afterwards as history. */
export function ConflictsPage() {
  const { replica } = useSession()
  const say = useSay()
  const { directory } = useDirectory()
  const asked = new URLSearchParams(useSearch())
  const participantId = asked.get('participant')
  const version = useStore(replica.stores.conflicts).version()
  useStore(replica.stores.outbox)
  const [part, setPart] = useState<Part>(asked.get('part') === 'decided' ? 'decided' : 'open')
  const [words, setWords] = useState('')
  const [shown, setShown] = useState(FIRST)
  // Here and not in the card, which goes when somebody else decides: what was typed must not go with it.
  const [another, setAnother] = useState<Pick<ThirdValueProps, 'conflict' | 'seen'> | null>(null)
  useEffect(() => startTransition(() => setShown(PAGE)), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the contents of the store.
  const lists = useMemo(() => conflictLists(replica.stores, participantId), [replica, participantId, version])
  const wishes = resolveWishes(replica.stores)
  const wanted = foldText(words.trim())
  const nameOf = ({ participantId: id }: ConflictDoc) => {
    const known = directory.get(id)
    return known ? fullName(known.participant) : ''
  }
  const found = lists[part].filter((conflict) => wanted === '' || foldText(nameOf(conflict)).includes(wanted))
  const only = participantId === null ? undefined : directory.get(participantId)
  return (
    <div className={classes.page}>
      <PageHeader
        title="Conflicts"
        sub={
          <>
            Two people changed the same field. What was saved first stands; the other value is kept here until somebody
            has chosen.{' '}
            <HelpLink slug="working-offline" section="refused">
              How this works
            </HelpLink>
          </>
        }
      />
      <div className={classes.filters}>
        <SegmentedControl
          aria-label="Which conflicts"
          value={part}
          onChange={(value) => {
            setPart(value as Part)
            setShown(PAGE)
          }}
          data={[
            { value: 'open', label: `Open (${lists.open.length})` },
            { value: 'decided', label: `Decided (${lists.decided.length})` },
          ]}
        />
        {participantId !== null ? (
          <OnlyOne name={only ? fullName(only.participant) : say('a participant')} />
        ) : lists.open.length + lists.decided.length === 0 ? null : (
          <TextInput
            className={classes.search ?? ''}
            type="search"
            aria-label="Filter by name"
            placeholder="Name"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={words}
            onChange={({ currentTarget }) => setWords(currentTarget.value)}
          />
        )}
      </div>
      {found.length === 0 ? (
        <Nothing part={part} filtered={wanted !== '' || participantId !== null} />
      ) : (
        <ul className={classes.list}>
          {found.slice(0, shown).map((conflict) => (
            <li key={conflict.id}>
              {conflict.resolvedAt === null ? (
                <ConflictCard
                  conflict={conflict}
                  wish={wishes.get(conflict.id) ?? null}
                  onAnother={(seen) => setAnother({ conflict, seen })}
                />
              ) : (
                <DecidedConflict conflict={conflict} wish={wishes.get(conflict.id) ?? null} />
              )}
            </li>
          ))}
        </ul>
      )}
      {found.length > shown ? (
        <Button variant="default" onClick={() => setShown(shown + PAGE)}>
          Show more ({found.length - shown} left)
        </Button>
      ) : null}
      {another === null ? null : <ThirdValue {...another} onDone={() => setAnother(null)} />}
    </div>
  )
}

function OnlyOne({ name }: { readonly name: string }) {
  const [, navigate] = useLocation()
  return (
    <div className={classes.only}>
      <span>
        Only those of <PersonName name={name} />
      </span>
      <Button variant="subtle" size="compact-sm" onClick={() => navigate('/conflicts')}>
        Show all
      </Button>
    </div>
  )
}

function Nothing({ part, filtered }: { readonly part: Part; readonly filtered: boolean }) {
  const title = part === 'open' ? 'No open conflicts' : 'Nothing was decided yet'
  const sentence = filtered
    ? 'None belongs to this name.'
    : part === 'open'
      ? 'When two people change the same field while one of them is offline, both values appear here.'
      : 'Conflicts that somebody has decided stay here, with both values and the choice.'
  return <EmptyState icon={IconGitMerge} title={title} sentence={sentence} />
}
