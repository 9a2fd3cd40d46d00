import { isProviderFailure, type Login } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError, notFound, renameFields, type ErrorCode } from '../../errors.ts'
import type { Client } from '../../http/client.ts'
import type { LoggedIn } from '../auth/registration.service.ts'
import { openSessionOrChallenge, requireNoChallenge } from '../second-factor/challenges.ts'
import { checkReturnUrl } from '../social-accounts/return-url.ts'
import { User } from '../users/user.model.ts'
import {
  attemptOf,
  claimAttempt,
  issueCode,
  storeAttempt,
  useLoginCode,
  type Beginner,
} from './login-attempts.ts'
import { resolveIdentity } from './resolve-identity.ts'

/**
 * Begins a login, or the link of one.
 *
 * @param input.returnTo where the browser ends; the page of the web app by default
 * @returns the provider's address for the browser
 * @throws ApiError NOT_FOUND for a provider that is not configured; RETURN_URL_NOT_ALLOWED; LOGIN_PROVIDER_UNAVAILABLE
 */
export async function beginLogin(
  context: Context,
  input: {
    readonly provider: string
    readonly returnTo: string | undefined
    readonly by: Beginner
  },
): Promise<string> {
  const { config, database } = context
  const { provider, by } = input
  const login = loginOf(context, provider)
  const returnTo = input.returnTo === undefined ? null : checked(config, input.returnTo)
  const attempt = await storeAttempt(database.system, config, { provider, returnTo, by })
  try {
    return (await login.begin(attempt)).url
  } catch (error) {
    throw refusal(context, provider, error)
  }
}

/**
 * Reads what the browser brought back from a provider.
 *
 * @returns where the browser goes: with a one-time code, or the code of an error; never with more
 */
export async function finishLogin(
  context: Context,
  input: {
    readonly provider: string
    readonly answer: URLSearchParams
    readonly browser: string | undefined
    /** The language of whoever is new. */
    readonly locale: string | null
  },
): Promise<string> {
  const { config, database } = context
  const { provider, answer, browser, locale } = input
  const states = answer.getAll('state')
  const [state] = states
  if (state === undefined || states.length > 1) return frontendAddress(context, 'LOGIN_REFUSED')
  const attempt = await claimAttempt(database.system, { provider, state, browser })
  if (attempt === undefined) return frontendAddress(context, 'LOGIN_REFUSED')
  try {
    const login = loginOf(context, provider)
    const identity = await login.finish(answer, attemptOf(config, provider, state))
    const code = await inSystem(database, async (transaction) => {
      if (attempt.links) return issueCode(transaction, attempt.id, identity)
      const names = { id: provider, name: login.name }
      const loginIdentityId = await resolveIdentity(transaction, config, names, identity, locale)
      return issueCode(transaction, attempt.id, { loginIdentityId })
    })
    return backTo(context, attempt.returnTo, { code, ...(attempt.links && { link: provider }) })
  } catch (error) {
    const { code } = refusal(context, provider, error)
    return backTo(context, attempt.returnTo, { error: code })
  }
}

/**
 * Exchanges a one-time code for a session.
 *
 * @param browser the secret that the browser showed
 * @throws ApiError INVALID_TOKEN, also in another browser; ACCOUNT_SUSPENDED, SECOND_FACTOR_REQUIRED
 */
export async function exchangeCode(
  context: Context,
  input: { readonly code: string; readonly browser: string | undefined },
  client: Client,
): Promise<LoggedIn> {
  const { code, browser } = input
  if (browser === undefined) throw new ApiError('INVALID_TOKEN')
  const outcome = await inSystem(context.database, async (transaction) => {
    const used = await useLoginCode(transaction, code, browser)
    if (used === undefined) throw new ApiError('INVALID_TOKEN')
    const now = transaction.raw('clock_timestamp()')
    const linked = transaction('login_identities').where({ id: used.loginIdentityId })
    await linked.clone().update({ last_used_at: now })
    const user = await User.query(transaction)
      .whereIn('id', linked.clone().select('user_id'))
      .where('status', 'active')
      .patch({ lastLoginAt: now as unknown as Date })
      .returning('*')
      .first()
    if (user === undefined) throw new ApiError('ACCOUNT_SUSPENDED')
    return openSessionOrChallenge(transaction, context, user, client, used.provider)
  })
  return requireNoChallenge(outcome)
}

/** The login of a provider. @throws ApiError NOT_FOUND */
export function loginOf({ logins }: Pick<Context, 'logins'>, provider: string): Login {
  const login = logins.get(provider)
  if (login === undefined) throw notFound('Login provider')
  return login
}

/** The page of the web app that reads what became of a login, with the code of an error. */
export function frontendAddress(context: Pick<Context, 'config'>, error: ErrorCode): string {
  return backTo(context, null, { error })
}

function backTo(
  { config }: Pick<Context, 'config'>,
  returnTo: string | null,
  query: Readonly<Record<string, string>>,
): string {
  const url = new URL(returnTo ?? `${config.frontendUrl}/auth/callback`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url.href
}

function checked(config: Context['config'], returnTo: string): string {
  try {
    return checkReturnUrl(config, returnTo)
  } catch (error) {
    if (error instanceof ApiError) throw renameFields(error, () => 'returnTo')
    throw error
  }
}

/** What went wrong, for whoever logs in; what is our fault or the provider's is in the log, without what it was about. */
function refusal({ log }: Pick<Context, 'log'>, provider: string, error: unknown): ApiError {
  if (error instanceof ApiError) return error
  if (!isProviderFailure(error)) {
    log.error({ err: error, provider }, 'a login failed')
    return new ApiError('INTERNAL_ERROR')
  }
  const { kind, code } = error
  if (kind === 'declined') return new ApiError('LOGIN_DECLINED')
  log.warn({ provider, kind, reason: code }, 'a login was refused')
  if (kind === 'refused' || kind === 'absent') return new ApiError('LOGIN_REFUSED')
  return new ApiError('LOGIN_PROVIDER_UNAVAILABLE')
}
