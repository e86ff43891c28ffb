import type { AccountRow } from './accountStore'
import { MOST_ACCOUNTS_OF_EMAIL } from './accountStore'
import type { PasswordHasher } from './passwordHash'

/**
 * Which of the accounts of one email this password opens, the oldest first. A password that opens none always costs
 * `MOST_ACCOUNTS_OF_EMAIL` comparisons, so that the time does not tell how many accounts an email has (P4, I8). One after another: a sign-in
 * then takes one place of the hash queue, not three.
 */
export async function matchPassword(
  hasher: PasswordHasher,
  accounts: readonly AccountRow[],
  password: string,
): Promise<AccountRow | null> {
  for (let place = 0; place < MOST_ACCOUNTS_OF_EMAIL; place++) {
    const account = accounts[place]
    if (!account) await hasher.verifyAgainstNobody(password)
    else if (await hasher.verifyPassword(account.password_hash, password)) return account
  }
  return null
}
