import { Anchor, Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { type ReactNode, useEffect } from 'react'
import { Link, useSearch } from 'wouter'
import type { HelpArticle } from '../../../shared/help/helpSchemas'
import { SETTINGS_SECTION } from '../../../shared/help/helpSearch'
import { EmptyState } from '../../ui/EmptyState'
import { PageHeader } from '../../ui/PageHeader'
import { ArticleBlock, Words } from './ArticleBlock'
import { ArticleEnd } from './ArticleEnd'
import classes from './Help.module.css'
import { CATEGORY_WORDS } from './helpArticles'
import { type Help, useHelp } from './useHelp'

const WHEN_SECTION = 'when'

/** One article, with the way back to its index (S0.28). */
export function ArticlePage({ slug }: { readonly slug: string }) {
  const help = useHelp()
  const article = help.articles.find((one) => one.slug === slug)
  useSection(slug)
  if (!article) {
    return (
      <EmptyState
        title="There is no such article"
        sentence="It may be meant for another role."
        action={<Link href="/help">All articles</Link>}
      />
    )
  }
  const sections = sectionsOf(article)
  return (
    <article className={classes.article}>
      <PageHeader
        back={<Trail article={article} />}
        title={help.say(article.title)}
        sub={help.say(article.summary)}
        actions={
          <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
            Print
          </Button>
        }
      />
      <div className={classes.columns}>
        <OnThisPage sections={sections} say={help.say} />
        <div className={classes.text}>
          <Section id={WHEN_SECTION} heading={WHEN_HEADING} say={help.say}>
            <ArticleBlock block={{ kind: 'list', items: article.whenToUse }} say={help.say} />
          </Section>
          {article.sections.map(({ id, heading, blocks }) => (
            <Section key={id} id={id} heading={heading} say={help.say}>
              {blocks.map((block, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of an article never change places.
                <ArticleBlock key={at} block={block} say={help.say} />
              ))}
            </Section>
          ))}
          {article.settings.length > 0 ? (
            <Section id={SETTINGS_SECTION} heading={SETTINGS_HEADING} say={help.say}>
              <dl className={classes.settings}>
                {article.settings.map(({ setting, effect }) => (
                  <div key={setting}>
                    <dt>{help.say(setting)}</dt>
                    <dd>
                      <Words text={effect} say={help.say} />
                    </dd>
                  </div>
                ))}
              </dl>
            </Section>
          ) : null}
          <ArticleEnd article={article} help={help} />
        </div>
      </div>
    </article>
  )
}

const WHEN_HEADING = 'When to use this'
const SETTINGS_HEADING = 'How this changes with your settings'

interface Place {
  readonly id: string
  readonly heading: string
}

function sectionsOf({ sections, settings }: HelpArticle): readonly Place[] {
  return [
    { id: WHEN_SECTION, heading: WHEN_HEADING },
    ...sections,
    ...(settings.length > 0 ? [{ id: SETTINGS_SECTION, heading: SETTINGS_HEADING }] : []),
  ]
}

function Trail({ article }: { readonly article: HelpArticle }) {
  return (
    <nav aria-label="Breadcrumb" className={classes.trail}>
      <Anchor component={Link} href="/help">
        Admin guide
      </Anchor>
      <span aria-hidden>›</span>
      <span>{CATEGORY_WORDS[article.category]}</span>
    </nav>
  )
}

interface SectionProps extends Place {
  readonly say: Help['say']
  readonly children: ReactNode
}

function Section({ id, heading, say, children }: SectionProps) {
  return (
    <section className={classes.section} aria-labelledby={`section-${id}`}>
      <h2 id={`section-${id}`} tabIndex={-1} className={classes.heading}>
        {say(heading)}
      </h2>
      {children}
    </section>
  )
}

/** Moves by itself: a fragment in the address would be an entry in the browser's history that leads nowhere (see quietLocation). */
function OnThisPage({ sections, say }: { readonly sections: readonly Place[]; readonly say: Help['say'] }) {
  return (
    <nav className={classes.contents} aria-label="On this page">
      <p className={classes.contentsTitle}>On this page</p>
      <ul>
        {sections.map(({ id, heading }) => (
          <li key={id}>
            <Anchor
              href={`#section-${id}`}
              onClick={(event) => {
                event.preventDefault()
                goToSection(id)
              }}
            >
              {say(heading)}
            </Anchor>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function goToSection(id: string): void {
  const heading = document.getElementById(`section-${id}`)
  heading?.scrollIntoView({ block: 'start' })
  heading?.focus({ preventScroll: true })
}

/** `?section=` of a link or a search result; a new article starts at its top. */
function useSection(slug: string): void {
  const section = new URLSearchParams(useSearch()).get('section')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another article with the same section is another place.
  useEffect(() => {
    if (section) goToSection(section)
    else document.querySelector('h1')?.scrollIntoView({ block: 'end' })
  }, [slug, section])
}
