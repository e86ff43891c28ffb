import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { type HelpSlug, helpPath } from './helpSlugs'

export interface HelpLinkProps {
  readonly slug: HelpSlug
  readonly section?: string
  readonly children: ReactNode
}

/** A link from any page of the console to an article of the help. Brings none of the articles with it. */
export function HelpLink({ slug, section, children }: HelpLinkProps) {
  return (
    <Anchor component={Link} href={helpPath(slug, section)}>
      {children}
    </Anchor>
  )
}
