import { Paper } from '@mantine/core'
import classes from './Overview.module.css'
import type { Funnel } from './overviewRows'

const STEPS = [
  ['invited', 'Invited'],
  ['opened', 'Opened the link'],
  ['accepted', 'Set up an account'],
  ['active', 'Gave all consents'],
] as const

/** How far the invited have come. Each bar is a share of all who were invited; the numbers say it in words too. */
export function FunnelChart({ funnel }: { readonly funnel: Funnel }) {
  const share = (count: number) => (funnel.invited === 0 ? 0 : Math.round((count / funnel.invited) * 100))
  return (
    <Paper component="section" className={classes.funnel} aria-label="How far the invited have come">
      <ol className={classes.steps}>
        {STEPS.map(([key, label]) => (
          <li key={key} className={classes.step}>
            <span className={classes.stepLabel}>{label}</span>
            <span className={classes.track} aria-hidden>
              <span className={classes.bar} style={{ inlineSize: `${share(funnel[key])}%` }} />
            </span>
            <span className={classes.stepCount}>
              {funnel[key]} <span className={classes.soft}>({share(funnel[key])} %)</span>
            </span>
          </li>
        ))}
      </ol>
    </Paper>
  )
}
