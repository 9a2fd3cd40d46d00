import type { LoginIdentity } from '@t21/plugin-kit'
import type { Knex } from 'knex'
import type { Config } from '../../config.ts'
import { ApiError } from '../../errors.ts'
import { createPerson } from '../auth/registration.service.ts'
import { tellLoginChange } from '../auth/tell-login-change.ts'
import { User } from '../users/user.model.ts'

/** The provider that said it. */
interface Provider {
  readonly id: string
  /** As people write it. */
  readonly name: string
}

/**
 * Whose login it is (reliability.md 3): known by the provider's id of the person, never by the address. Somebody new is registered, where
 * the provider says that the address is theirs. An account that has the address already is linked only if it was verified there too: else
 * somebody else may have registered it, or may have made themselves an address at the provider.
 *
 * @param locale the language of somebody new
 * @returns the id of the linked login
 * @throws ApiError ACCOUNT_SUSPENDED, LOGIN_EMAIL_NOT_VERIFIED, LOGIN_NOT_LINKED
 */
export async function resolveIdentity(
  transaction: Knex.Transaction,
  config: Pick<Config, 'frontendUrl'>,
  provider: Provider,
  identity: LoginIdentity,
  locale: string | null,
): Promise<string> {
  // Two that arrive at once would both find nobody.
  const lock = `login ${provider.id} ${identity.subject}`
  await transaction.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [lock])
  const known = await findLinked(transaction, provider.id, identity.subject)
  if (known !== undefined) {
    if (known.status !== 'active') throw new ApiError('ACCOUNT_SUSPENDED')
    return known.id
  }
  const email = addressOf(identity.email)
  if (email === null || !identity.emailVerified) {
    throw new ApiError('LOGIN_EMAIL_NOT_VERIFIED')
  }
  const owner = await User.query(transaction)
    .whereRaw('lower(email) = lower(?)', [email])
    .forUpdate()
    .first()
  if (owner === undefined) {
    return register(transaction, provider.id, identity, { email, locale })
  }
  if (owner.status !== 'active') throw new ApiError('ACCOUNT_SUSPENDED')
  if (owner.emailVerifiedAt === null) throw new ApiError('LOGIN_NOT_LINKED')
  const { subject } = identity
  const linked = await linkIdentity(transaction, owner.id, {
    provider: provider.id,
    subject,
    email,
  })
  if (linked === undefined) throw new ApiError('LOGIN_NOT_LINKED')
  await tellLoginChange(transaction, config, owner.id, { what: 'linked', provider: provider.name })
  return linked
}

/** Links a login to an account. @returns its id; nothing where the login is somebody's, or the account has one of this provider */
export async function linkIdentity(
  transaction: Knex.Transaction,
  userId: string,
  identity: { readonly provider: string; readonly subject: string; readonly email: string | null },
): Promise<string | undefined> {
  const rows = (await transaction('login_identities')
    .insert({ user_id: userId, ...identity, email: addressOf(identity.email) })
    .onConflict()
    .ignore()
    .returning('id')) as { id: string }[]
  return rows[0]?.id
}

async function findLinked(
  transaction: Knex.Transaction,
  provider: string,
  subject: string,
): Promise<{ readonly id: string; readonly status: User['status'] } | undefined> {
  return transaction('login_identities as l')
    .join('users as u', 'u.id', 'l.user_id')
    .where({ 'l.provider': provider, 'l.subject': subject })
    .first('l.id', 'u.status')
}

async function register(
  transaction: Knex.Transaction,
  provider: string,
  { subject, name, avatarUrl }: LoginIdentity,
  { email, locale }: { readonly email: string; readonly locale: string | null },
): Promise<string> {
  const user = await createPerson(transaction, {
    email,
    locale,
    name: nameOf(name),
    avatarUrl: avatarUrl !== null && /^https:\/\/\S{1,1990}$/.test(avatarUrl) ? avatarUrl : null,
    provider,
  })
  const linked = user && (await linkIdentity(transaction, user.id, { provider, subject, email }))
  // Somebody registered the address in this very moment.
  if (linked === undefined) throw new ApiError('LOGIN_NOT_LINKED')
  return linked
}

/** What a provider calls an address, where it is one. */
function addressOf(email: string | null): string | null {
  const fits = email !== null && email.length <= 254 && /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u.test(email)
  return fits ? email : null
}

/** Fit to be a name here: one line of visible characters. */
function nameOf(given: string | null): string | null {
  const name = (given ?? '')
    .toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)
  return name === '' ? null : name
}
