import { useCallback, useMemo } from 'react'
import { defaultEmailOf, defaultPhoneOf, fullName } from '../../../shared/participants/participantRules'
import { unreadWords } from '../messages/messageWords'
import { unreadCounts } from '../messages/threadView'
import { useDirectory, useSession, useStore } from '../shell/SessionContext'
import { useDayFormat, useNow, usePrograms } from './clinicHooks'
import type { ParticipantRowProps } from './ParticipantRow'
import { portalStandings } from './portalStandings'

export type RowWords = Omit<ParticipantRowProps, 'index' | 'top' | 'height' | 'active' | 'onOpen' | 'onActive'>

/** A function from id to what its row says; called only for the rows on screen. */
export function useParticipantRows(): (id: string) => RowWords | null {
  const { directory } = useDirectory()
  const { replica } = useSession()
  const { accounts, invites, messages, outbox } = replica.stores
  const programs = usePrograms()
  const dayOf = useDayFormat()
  const now = useNow(60_000)
  const programNames = useMemo(() => new Map(programs.map(({ id, name }) => [id, name])), [programs])
  const known = [useStore(accounts).version(), useStore(invites).version(), useStore(outbox).version()].join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `known` stands for the contents of the three stores.
  const standingOf = useMemo(() => portalStandings({ accounts, invites, outbox }, now), [known, now])
  const written = [useStore(messages).version(), useStore(outbox).version()].join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `written` stands for the contents of the two stores.
  const unread = useMemo(() => unreadCounts({ messages, outbox }), [written])
  return useCallback(
    (id) => {
      const view = directory.get(id)
      if (!view) return null
      const { participant } = view
      const { tone, label } = standingOf(id)
      return {
        id,
        name: fullName(participant),
        preferred: participant.preferredName,
        born: dayOf(participant.birthDate),
        fileNumber: participant.fileNumber,
        program: programNames.get(participant.programId) ?? '',
        email: defaultEmailOf(participant)?.value ?? '',
        phone: defaultPhoneOf(participant)?.value ?? '',
        tone,
        portal: label,
        unread: unread.has(id) ? unreadWords(unread.get(id) ?? 0) : '',
        pending: view.isDraft || view.pendingPaths.size > 0,
      }
    },
    [directory, standingOf, dayOf, programNames, unread],
  )
}
