import { Anchor, TextInput } from '@mantine/core'
import { IconPrinter, IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import { HELP_CATEGORIES, type HelpArticle } from '../../../shared/help/helpSchemas'
import { createHelpIndex } from '../../../shared/help/helpSearch'
import { PageHeader } from '../../ui/PageHeader'
import classes from './Help.module.css'
import { HelpResults, RESULT_LINK } from './HelpResults'
import { CATEGORY_WORDS } from './helpArticles'
import { GUIDE_PATH, helpPath } from './helpSlugs'
import { type Help, useHelp } from './useHelp'

/** The index of the admin guide (S0.28) and its search, which finds while one types and needs no network. */
export function HelpPage() {
  const help = useHelp()
  const [, navigate] = useLocation()
  const [query, setQuery] = useState(new URLSearchParams(useSearch()).get('q') ?? '')
  const index = useMemo(() => createHelpIndex(help.articles, help.say), [help.articles, help.say])
  const hits = useMemo(() => index.search(query), [index, query])
  // Back from an article leads to the same results: what was typed is kept with this place when it is left, not at every key.
  const keepQuery = () => navigate(query.trim() ? `/help?q=${encodeURIComponent(query)}` : '/help', { replace: true })
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const [first] = hits
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      document.querySelector<HTMLElement>(`.${RESULT_LINK}`)?.focus()
    } else if (event.key === 'Enter' && first) {
      keepQuery()
      navigate(helpPath(first.slug, first.sectionId))
    } else if (event.key === 'Escape' && query !== '') {
      event.preventDefault()
      setQuery('')
    }
  }
  return (
    <div className={classes.page}>
      <PageHeader title="Help" sub="The admin guide. It is part of this console and works without a network." />
      <search>
        <TextInput
          className={classes.search ?? ''}
          type="search"
          label="Search the help"
          placeholder="For example: magic link, lost phone, resend"
          value={query}
          autoComplete="off"
          spellCheck={false}
          leftSection={<IconSearch size={16} aria-hidden />}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={onKey}
        />
      </search>
      {query.trim() === '' ? (
        <Index help={help} />
      ) : (
        <HelpResults help={help} query={query} hits={hits} onLeave={keepQuery} onQuery={setQuery} />
      )}
    </div>
  )
}

function Index({ help }: { readonly help: Help }) {
  const groups = HELP_CATEGORIES.map((category) => ({
    category,
    articles: help.articles.filter((article) => article.category === category),
  })).filter(({ articles }) => articles.length > 0)
  return (
    <>
      <Link href={GUIDE_PATH} className={classes.guideCard}>
        <IconPrinter size={22} aria-hidden />
        <span>
          <strong>{help.say('Printable guide for {participants}')}</strong>
          <span className={classes.soft}>
            One to two pages to hand out, in English, French or Spanish, with your clinic’s phone and portal address.
          </span>
        </span>
      </Link>
      <div className={classes.index}>
        {groups.map(({ category, articles }) => (
          <section key={category} aria-labelledby={`help-${category}`}>
            <h2 className={classes.category} id={`help-${category}`}>
              {CATEGORY_WORDS[category]}
            </h2>
            <ul className={classes.entries}>
              {articles.map((article) => (
                <IndexEntry key={article.slug} article={article} say={help.say} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  )
}

function IndexEntry({ article, say }: { readonly article: HelpArticle; readonly say: Help['say'] }) {
  return (
    <li>
      <Anchor component={Link} href={helpPath(article.slug)} className={classes.entryTitle ?? ''}>
        {say(article.title)}
      </Anchor>
      <p className={classes.soft}>{say(article.summary)}</p>
    </li>
  )
}
