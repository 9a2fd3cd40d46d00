import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import { createPersonalOrganization } from '../organizations/personal-organization.ts'
import { User } from '../users/user.model.ts'
import type { Client } from '../../http/client.ts'
import { sendVerification } from './email-verification.service.ts'
import { checkPassword } from './password-policy.ts'
import { passwordAlgorithm, type Passwords } from './passwords.ts'
import { openSession, type OpenedSession } from './sessions.service.ts'

/** What somebody registers with. */
export interface Registration {
  readonly email: string
  readonly password: string
  readonly name?: string
  /** The language of the first mail, and of all others until the person says another. */
  readonly locale: string | null
}

/** A user and the session that was opened for them. */
export interface LoggedIn extends OpenedSession {
  readonly user: User
}

/**
 * Makes a user, a personal organization, a session and the mail that verifies the address, all in one
 * transaction.
 *
 * @throws ApiError VALIDATION_ERROR for a password that is guessed first, EMAIL_TAKEN
 */
export async function register(
  context: Context,
  passwords: Passwords,
  input: Registration,
  client: Client,
): Promise<LoggedIn> {
  await checkPassword(input.password, input.email)
  // Before the look at the address, so that the answers differ in nothing but themselves.
  const passwordHash = await passwords.hash(input.password)
  return context.database.system.transaction(async (transaction) => {
    const user = await createPerson(transaction, { ...input, passwordHash })
    if (user === undefined) throw new ApiError('EMAIL_TAKEN')
    await sendVerification(transaction, context.config, user)
    return { user, ...(await openSession(transaction, context.config, user.id, client)) }
  })
}

/** How a person proves who they are, and what is known of them. */
type NewPerson = {
  readonly email: string
  readonly name?: string | null
  readonly locale: string | null
} & (
  | { readonly passwordHash: string }
  /** The id of the provider that said whose the address is. */
  | { readonly provider: string; readonly avatarUrl: string | null }
)

/**
 * Makes a user and a personal organization, in a transaction of `database.system`. An address that a provider vouched for is verified.
 *
 * @returns nothing where there is an account with this address
 */
export async function createPerson(
  transaction: Knex.Transaction,
  input: NewPerson,
): Promise<User | undefined> {
  const now = transaction.raw('clock_timestamp()')
  const rows = (await transaction('users')
    .insert({
      email: input.email,
      name: input.name ?? null,
      locale: input.locale,
      last_login_at: now,
      ...('passwordHash' in input
        ? { password_hash: input.passwordHash, password_algorithm: passwordAlgorithm }
        : {
            auth_provider: input.provider,
            avatar_url: input.avatarUrl,
            email_verified_at: now,
          }),
    })
    .onConflict()
    .ignore()
    .returning('*')) as object[]
  const user = rows[0] === undefined ? undefined : User.fromDatabaseJson(rows[0])
  if (user === undefined) return undefined
  const name = input.name ?? input.email.slice(0, input.email.indexOf('@'))
  await createPersonalOrganization(transaction, { id: user.id, name })
  return user
}
