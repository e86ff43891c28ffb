import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import type { HelpArticle } from '../../../shared/help/helpSchemas'
import classes from './Help.module.css'
import { helpPath } from './helpSlugs'
import type { Help } from './useHelp'

/** What stands under every article: related ones, what it is not (S1.16), that nobody's data is in it (S1.17), and what it describes (S1.18). */
export function ArticleEnd({ article, help }: { readonly article: HelpArticle; readonly help: Help }) {
  const related = article.related.flatMap((slug) => help.articles.find((other) => other.slug === slug) ?? [])
  return (
    <footer className={classes.end}>
      {related.length > 0 ? (
        <nav aria-labelledby="help-related" className="v-screen-only">
          <h2 className={classes.heading} id="help-related">
            Related
          </h2>
          <ul className={classes.list}>
            {related.map(({ slug, title }) => (
              <li key={slug}>
                <Anchor component={Link} href={helpPath(slug)}>
                  {help.say(title)}
                </Anchor>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      <p className={classes.note}>
        This page says how the product works. It is not medical, legal or billing advice; where your organisation’s
        policies or the law ask for more, they come first. It holds no data of any person: what the console shows of
        people follows your role and your clinic’s access rules.
      </p>
      <details className={`${classes.sources} v-screen-only`}>
        <summary>Files of the product that this article describes</summary>
        <ul>
          {article.sources.map((source) => (
            <li key={source}>
              <code>{source}</code>
            </li>
          ))}
        </ul>
      </details>
      <p className="v-screen-only">
        <Anchor component={Link} href="/help">
          Back to Admin guide
        </Anchor>
      </p>
    </footer>
  )
}
