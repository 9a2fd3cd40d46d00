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
    const user = await insertUser(transaction, input, passwordHash)
    if (user === undefined) throw new ApiError('EMAIL_TAKEN')
    const name = input.name ?? input.email.slice(0, input.email.indexOf('@'))
    await createPersonalOrganization(transaction, { id: user.id, name })
    await sendVerification(transaction, context.config, user)
    return { user, ...(await openSession(transaction, context.config, user.id, client)) }
  })
}

async function insertUser(
  transaction: Knex.Transaction,
  input: Registration,
  passwordHash: string,
): Promise<User | undefined> {
  const rows = (await transaction('users')
    .insert({
      email: input.email,
      name: input.name ?? null,
      password_hash: passwordHash,
      password_algorithm: passwordAlgorithm,
      last_login_at: transaction.raw('clock_timestamp()'),
    })
    .onConflict()
    .ignore()
    .returning('*')) as object[]
  return rows[0] === undefined ? undefined : User.fromDatabaseJson(rows[0])
}
