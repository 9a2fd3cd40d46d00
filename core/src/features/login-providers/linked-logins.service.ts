import { sessionIdOf } from '../../authz/credential.ts'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import type { Passwords } from '../auth/passwords.ts'
import { endSessions } from '../auth/sessions.service.ts'
import { requireStepUp, type StepUp } from '../auth/step-up.ts'
import { tellLoginChange } from '../auth/tell-login-change.ts'
import { User } from '../users/user.model.ts'
import { useLinkCode } from './login-attempts.ts'
import { beginLogin, loginOf } from './login.service.ts'
import { linkIdentity } from './resolve-identity.ts'

/** A provider, and somebody's login there, if it is linked. */
export interface LinkedLogin {
  readonly provider: string
  readonly name: string
  readonly linked: {
    readonly email: string | null
    readonly createdAt: Date
    readonly lastUsedAt: Date | null
  } | null
}

interface Row {
  readonly provider: string
  readonly email: string | null
  readonly created_at: Date
  readonly last_used_at: Date | null
}

/** All providers that are configured, and those that are linked though they are not any more. */
export async function listLinkedLogins(
  { database, logins }: Context,
  { userId }: Principal,
): Promise<LinkedLogin[]> {
  const rows = (await database
    .system('login_identities')
    .where({ user_id: userId })
    .orderBy('provider')) as Row[]
  const ids = new Set([...logins.keys(), ...rows.map(({ provider }) => provider)])
  return [...ids].map((provider) => {
    const row = rows.find((one) => one.provider === provider)
    const linked = row && {
      email: row.email,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
    }
    return { provider, name: logins.get(provider)?.name ?? provider, linked: linked ?? null }
  })
}

/**
 * Begins to link a login, for the session that asks.
 *
 * @returns the provider's address for the browser
 * @throws ApiError EMAIL_NOT_VERIFIED; what `requireStepUp` and `beginLogin` throw
 */
export async function beginLink(
  context: Context,
  passwords: Passwords,
  principal: Principal,
  input: StepUp & { readonly provider: string; readonly returnTo?: string },
): Promise<string> {
  const { provider, returnTo } = input
  loginOf(context, provider)
  if (!principal.emailVerified) throw new ApiError('EMAIL_NOT_VERIFIED')
  await requireStepUp(context, passwords, principal, input)
  const by = { userId: principal.userId, sessionId: sessionIdOf(principal) }
  return beginLogin(context, { provider, returnTo, by })
}

/**
 * Links the login that a walk ended with, in the session that began it.
 *
 * @throws ApiError INVALID_TOKEN; LOGIN_TAKEN
 */
export async function confirmLink(
  context: Context,
  principal: Principal,
  { provider, code }: { readonly provider: string; readonly code: string },
): Promise<void> {
  const { userId } = principal
  const login = loginOf(context, provider)
  await inSystem(context.database, async (transaction) => {
    const by = { provider, userId, sessionId: sessionIdOf(principal) }
    const found = await useLinkCode(transaction, code, by)
    if (found === undefined) throw new ApiError('INVALID_TOKEN')
    const linked = await linkIdentity(transaction, userId, { provider, ...found })
    if (linked === undefined) throw new ApiError('LOGIN_TAKEN')
    const change = { what: 'linked', provider: login.name } as const
    await tellLoginChange(transaction, context.config, userId, change)
  })
}

/**
 * Takes a login off an account. Every other session ends: some may have been opened by it.
 *
 * @throws ApiError NOT_FOUND where it is not linked; LAST_LOGIN; what `requireStepUp` throws
 */
export async function unlink(
  context: Context,
  passwords: Passwords,
  principal: Principal,
  { provider, ...proof }: StepUp & { readonly provider: string },
): Promise<void> {
  const { userId } = principal
  const own = { user_id: userId }
  const there: unknown = await context.database
    .system('login_identities')
    .where({ ...own, provider })
    .first('id')
  if (there === undefined) throw notFound('Linked login')
  await requireStepUp(context, passwords, principal, proof)
  await inSystem(context.database, async (transaction) => {
    const user = await User.query(transaction).findById(userId).forUpdate().throwIfNotFound()
    // Before the row goes: attempts that know it go too.
    const keep = sessionIdOf(principal)
    await endSessions(transaction, 'login_unlinked', own, keep)
    const removed = await transaction('login_identities')
      .where({ ...own, provider })
      .delete()
    if (removed === 0) throw notFound('Linked login')
    const others: unknown = await transaction('login_identities').where(own).first('id')
    if (user.passwordHash === null && others === undefined) throw new ApiError('LAST_LOGIN')
    const name = context.logins.get(provider)?.name ?? provider
    const change = { what: 'unlinked', provider: name } as const
    await tellLoginChange(transaction, context.config, userId, change)
  })
}
