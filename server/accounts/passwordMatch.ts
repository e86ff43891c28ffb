import { type AccountRow, MOST_ACCOUNTS_OF_EMAIL } from './accountStore'
import type { PasswordHasher } from './passwordHash'

/**
 * Which of the accounts of one email this password opens, the oldest first. Unless it opens an enabled one this always costs
 * `MOST_ACCOUNTS_OF_EMAIL` comparisons, so that the time tells neither how many accounts an email has nor that one is disabled (P4, I8). One
 * after another: a sign-in then takes one place of the hash queue, not three.
 */
export async function matchPassword(
  hasher: PasswordHasher,
  accounts: readonly AccountRow[],
  password: string,
): Promise<AccountRow | null> {
  let match: AccountRow | null = null
  for (let place = 0; place < MOST_ACCOUNTS_OF_EMAIL; place++) {
    const account = accounts[place]
    if (!account) await hasher.verifyAgainstNobody(password)
    else if (await hasher.verifyPassword(account.password_hash, password)) match ??= account
    if (match?.disabled_at === null) return match
  }
  return match
}
