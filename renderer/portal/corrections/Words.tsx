import classes from './corrections.module.css'

/** What somebody wrote, as they wrote it. */
export function Words({ children }: { readonly children: string | null }) {
  if (!children) return null
  return (
    <blockquote className={classes.words} dir="auto">
      {children}
    </blockquote>
  )
}
