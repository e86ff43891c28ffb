import classes from './security.module.css'

/** For password managers: which account the password beside it belongs to. Not shown and not read out. */
export function AccountName({ email }: { readonly email: string }) {
  return (
    <input
      className={classes.accountName}
      type="email"
      name="email"
      autoComplete="username"
      value={email}
      readOnly
      tabIndex={-1}
      aria-hidden
    />
  )
}
