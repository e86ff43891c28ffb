import { Anchor, Button, CloseButton, TextInput } from '@mantine/core'
import { IconPlus, IconSearch, IconSearchOff, IconUsers } from '@tabler/icons-react'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { allows, type Role } from '../../../shared/access/roles'
import { EmptyState } from '../../ui/EmptyState'
import { LiveRegion } from '../../ui/LiveRegion'
import { plural } from '../../ui/language'
import { PageHeader } from '../../ui/PageHeader'
import { useDirectory, useSession } from '../shell/SessionContext'
import { useSay } from '../shell/terms'
import { useProgramChoice } from './clinicHooks'
import { ParticipantList } from './ParticipantList'
import classes from './ParticipantsPage.module.css'
import { useFocusSearch } from './useFocusSearch'

/** Typing makes a new count with every letter; a screen reader is told the last one. */
const ANNOUNCE_MS = 700

/** Everyone in this person's care, found as they type. Query, place and active row are kept while the session lasts. */
export function ParticipantsPage() {
  const { directory, version } = useDirectory()
  const session = useSession()
  const [, navigate] = useLocation()
  const say = useSay()
  const { memory } = directory
  const [query, setQuery] = useState(memory.query)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for the contents of the directory.
  const ids = useMemo(() => directory.search(query), [directory, version, query])
  const [active, setActive] = useState(() => Math.max(0, memory.activeId ? ids.indexOf(memory.activeId) : 0))
  const place = Math.max(0, Math.min(active, ids.length - 1))
  const input = useRef<HTMLInputElement>(null)
  const enterList = useRef(() => {})
  useFocusSearch(input)

  const search = (words: string) => {
    setQuery(words)
    setActive(0)
    memory.query = words
    memory.offset = 0
    document.querySelector('[role="grid"]')?.scrollTo({ top: 0 })
  }
  const open = useCallback(
    (id: string) => {
      memory.activeId = id
      navigate(`/participants/${id}`)
    },
    [memory, navigate],
  )
  const onKeyDown = (event: KeyboardEvent) => {
    const id = ids[place]
    if (event.key === 'Escape' && query) search('')
    else if (event.key === 'Enter' && id !== undefined && query.trim()) open(id)
    else if (event.key === 'ArrowDown' && id !== undefined) {
      event.preventDefault()
      enterList.current()
    }
  }
  const { programs, isNarrowed } = useProgramChoice('')
  // A record is added to a program: without one the way to the form would end there.
  const programless = programs.length === 0 && isNarrowed
  const colleague = session.colleague()
  const add =
    colleague && allows(colleague.role, 'participant.create') && !programless ? (
      <Button component={Link} href="/participants/new" leftSection={<IconPlus size={16} aria-hidden />}>
        {say('Add participant')}
      </Button>
    ) : null
  const counted = say(countWords(ids.length, directory.size, query))
  return (
    <>
      <PageHeader title={say('Participants')} actions={directory.size === 0 ? null : add} />
      {directory.size === 0 ? (
        <EmptyState
          icon={IconUsers}
          title={say(programless ? 'You have no program and no participants yet' : 'No participants yet')}
          sentence={
            programless
              ? 'An administrator chooses your programs in Staff and roles. Everybody in them appears here then.'
              : emptyWords(colleague?.role)
          }
          action={add}
        />
      ) : (
        <>
          <div className={classes.bar}>
            <TextInput
              ref={input}
              className={classes.search}
              type="search"
              aria-label={say('Search participants')}
              placeholder="Name, email, phone or file number"
              value={query}
              onChange={(event) => search(event.currentTarget.value)}
              onKeyDown={onKeyDown}
              leftSection={<IconSearch size={16} aria-hidden />}
              rightSection={
                query ? (
                  <CloseButton
                    size="sm"
                    aria-label="Clear the search"
                    onClick={() => {
                      search('')
                      input.current?.focus()
                    }}
                  />
                ) : (
                  <kbd className={classes.key} aria-hidden>
                    /
                  </kbd>
                )
              }
              autoComplete="off"
              spellCheck={false}
            />
            <span className={classes.count} aria-hidden>
              {counted}
            </span>
            <CountAnnouncement words={counted} />
          </div>
          {ids.length === 0 ? (
            <EmptyState
              icon={IconSearchOff}
              title="Nobody found"
              sentence={`${say('No participant in your care matches')} “${query.trim()}”. Accents and the order of words do not matter.`}
              action={
                <div className={classes.ways}>
                  <Button variant="default" onClick={() => search('')}>
                    Clear the search
                  </Button>
                  {add ? (
                    <Anchor component={Link} href="/participants/new">
                      {say('Add a new participant')}
                    </Anchor>
                  ) : null}
                </div>
              }
            />
          ) : (
            <ParticipantList ids={ids} active={place} onActive={setActive} onOpen={open} enter={enterList} />
          )}
        </>
      )}
    </>
  )
}

/** An administrator sees the whole clinic, everybody else whom they were given. */
function emptyWords(role: Role | undefined): string {
  if (role === 'admin') return 'Nobody has been added at this clinic yet.'
  return 'Nobody is in your care on this console. When somebody is added to your caseload, they appear here.'
}

function countWords(found: number, all: number, query: string): string {
  if (!query.trim()) return plural('en', all, { one: '# participant', other: '# participants' })
  return plural('en', found, { zero: 'Nobody found', one: '# found', other: '# found' })
}

function CountAnnouncement({ words }: { readonly words: string }) {
  const [said, setSaid] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSaid(words), ANNOUNCE_MS)
    return () => clearTimeout(timer)
  }, [words])
  return <LiveRegion>{said}</LiveRegion>
}
