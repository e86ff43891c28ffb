import { useCallback, useMemo } from 'react'
import { TERM_PRESETS } from '../../../shared/clinic/clinicSchemas'
import type { HelpArticle } from '../../../shared/help/helpSchemas'
import { withClinicWords } from '../../../shared/help/helpTerms'
import { useClinic } from '../participants/clinicHooks'
import { useSession, useStore } from '../shell/SessionContext'
import { HELP_ARTICLES } from './helpArticles'

export interface Help {
  /** What the reader's role may open (S3.19), in the order of the index. */
  readonly articles: readonly HelpArticle[]
  /** A text in the clinic's words (S3.17). */
  readonly say: (text: string) => string
}

/** The help as this reader has it. Needs nothing but the replica, so it works without a network. */
export function useHelp(): Help {
  const { replica, staffId } = useSession()
  const role = useStore(replica.stores.staff).get(staffId)?.role
  const clinic = useClinic()
  const articles = useMemo(
    () => HELP_ARTICLES.filter(({ audience }) => role !== undefined && audience.includes(role)),
    [role],
  )
  const term = clinic?.settings.terms.en ?? TERM_PRESETS.participant.en
  const sender = clinic?.mailSender ?? 'not known yet'
  const portal = clinic?.portalUrl ?? 'not known yet'
  const say = useCallback((text: string) => withClinicWords(text, { term, sender, portal }), [term, sender, portal])
  return { articles, say }
}
