import { Button } from '@mantine/core'
import { IconSearchOff } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { Link } from 'wouter'
import type { HelpArticle } from '../../../shared/help/helpSchemas'
import type { HelpHit } from '../../../shared/help/helpSearch'
import { EmptyState } from '../../ui/EmptyState'
import { LiveRegion } from '../../ui/LiveRegion'
import { plural } from '../../ui/language'
import classes from './Help.module.css'
import { CATEGORY_WORDS } from './helpArticles'
import { helpPath } from './helpSlugs'
import type { Help } from './useHelp'

/** By this the arrow keys find the results. */
export const RESULT_LINK = 'v-help-result'
const TRY_INSTEAD = ['sign in', 'invite', 'reset mfa', 'password', 'offline'] as const

export interface HelpResultsProps {
  readonly help: Help
  readonly query: string
  readonly hits: readonly HelpHit[]
  readonly onLeave: () => void
  readonly onQuery: (query: string) => void
}

export function HelpResults({ help, query, hits, onLeave, onQuery }: HelpResultsProps) {
  const found = hits.flatMap((hit) => {
    const article = help.articles.find(({ slug }) => slug === hit.slug)
    return article ? [{ article, sectionId: hit.sectionId }] : []
  })
  return (
    <>
      <LiveRegion>{plural('en', found.length, { one: '# article found', other: '# articles found' })}</LiveRegion>
      {found.length === 0 ? (
        <NothingFound query={query} onQuery={onQuery} />
      ) : (
        <ul className={classes.results} aria-label="Results">
          {found.map(({ article, sectionId }) => (
            <li key={article.slug}>
              <Result article={article} sectionId={sectionId} say={help.say} onLeave={onLeave} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

interface ResultProps {
  readonly article: HelpArticle
  readonly sectionId: string | null
  readonly say: Help['say']
  readonly onLeave: () => void
}

function Result({ article, sectionId, say, onLeave }: ResultProps) {
  const section = article.sections.find(({ id }) => id === sectionId)
  return (
    <Link
      href={helpPath(article.slug, section?.id ?? null)}
      className={`${RESULT_LINK} ${classes.result}`}
      onClick={onLeave}
      onKeyDown={moveBetweenResults}
    >
      <span className={classes.resultTitle}>{say(article.title)}</span>
      <span className={classes.resultPlace}>
        {CATEGORY_WORDS[article.category]}
        {section ? ` › ${say(section.heading)}` : ''}
      </span>
      <span className={classes.soft}>{say(article.summary)}</span>
    </Link>
  )
}

/** Up and Down between the results; up from the first goes back to the field. */
function moveBetweenResults(event: KeyboardEvent<HTMLAnchorElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  event.preventDefault()
  const all = [...document.querySelectorAll<HTMLElement>(`.${RESULT_LINK}`)]
  const next = all.indexOf(event.currentTarget) + (event.key === 'ArrowDown' ? 1 : -1)
  if (next < 0) document.querySelector<HTMLElement>('search input')?.focus()
  else all[next]?.focus()
}

function NothingFound({ query, onQuery }: { readonly query: string; readonly onQuery: (query: string) => void }) {
  return (
    <EmptyState
      icon={IconSearchOff}
      title={`Nothing found for “${query.trim()}”`}
      sentence="Try one word instead of several, or what stands on the button. All articles are listed when the field is empty."
      action={
        <div className={classes.tries}>
          {TRY_INSTEAD.map((words) => (
            <Button key={words} variant="default" onClick={() => onQuery(words)}>
              {words}
            </Button>
          ))}
          <Button variant="subtle" onClick={() => onQuery('')}>
            Show all articles
          </Button>
        </div>
      }
    />
  )
}
