import { randomBytes } from 'node:crypto'
import type { LoginAttempt } from '@t21/plugin-kit'
import type { Knex } from 'knex'
import { baseUrlOf } from '../../base-url.ts'
import type { Config } from '../../config.ts'
import { signatureOf } from '../../crypto/signature.ts'
import { hashToken } from '../auth/secret-tokens.ts'

/** How long somebody may stay on the provider's pages, and how long the code waits for its exchange; in seconds. */
const attemptSeconds = 600
const codeSeconds = 60

/** Who begins: a browser that logs in, or a session that links. */
export type Beginner =
  | { readonly browser: string }
  | { readonly userId: string; readonly sessionId: string }

/** An attempt whose answer came. */
export interface ClaimedAttempt {
  readonly id: string
  readonly links: boolean
  readonly returnTo: string | null
}

/**
 * Begins an attempt. What the table keeps ends no login: the state is hashed, and nonce and verifier are made of it with a key of the server.
 *
 * @returns what the provider is given
 */
export async function storeAttempt(
  system: Knex,
  config: Config,
  input: { readonly provider: string; readonly returnTo: string | null; readonly by: Beginner },
): Promise<LoginAttempt> {
  const { provider, returnTo, by } = input
  const state = randomBytes(32).toString('base64url')
  await system('login_attempts').insert({
    provider,
    return_to: returnTo,
    state_hash: hashToken(state),
    ...('browser' in by
      ? { browser_hash: hashToken(by.browser) }
      : { user_id: by.userId, session_id: by.sessionId }),
    expires_at: system.raw(`clock_timestamp() + ? * interval '1 second'`, [attemptSeconds]),
  })
  return attemptOf(config, provider, state)
}

/** The secrets of an attempt, by its state. */
export function attemptOf(config: Config, provider: string, state: string): LoginAttempt {
  return {
    redirectUri: `${baseUrlOf(config)}/v1/auth/oauth/${provider}/callback`,
    state,
    nonce: signatureOf(config.urlSecret, ['login-nonce', state]),
    codeVerifier: signatureOf(config.urlSecret, ['login-verifier', state]),
  }
}

/**
 * Takes an attempt to end it, once: it has to be of this provider, and of this browser, or of a session that links.
 *
 * @param browser the secret that the browser showed
 */
export async function claimAttempt(
  system: Knex,
  input: {
    readonly provider: string
    readonly state: string
    readonly browser: string | undefined
  },
): Promise<ClaimedAttempt | undefined> {
  const { provider, state, browser } = input
  const { rows } = await system.raw<{ rows: ClaimedAttempt[] }>(
    `update login_attempts set answered_at = clock_timestamp()
     where state_hash = :state and provider = :provider and answered_at is null
       and expires_at > clock_timestamp()
       and (session_id is not null or browser_hash = cast(:browser as bytea))
     returning id, session_id is not null as links, return_to as "returnTo"`,
    {
      state: hashToken(state),
      provider,
      browser: browser === undefined ? null : hashToken(browser),
    },
  )
  return rows[0]
}

/** Writes down who came back. @returns the one-time code for the browser */
export async function issueCode(
  transaction: Knex,
  attemptId: string,
  who:
    | { readonly loginIdentityId: string }
    | { readonly subject: string; readonly email: string | null },
): Promise<string> {
  const code = randomBytes(32).toString('base64url')
  await transaction('login_attempts')
    .where({ id: attemptId })
    .update({
      code_hash: hashToken(code),
      code_expires_at: transaction.raw(`clock_timestamp() + ? * interval '1 second'`, [
        codeSeconds,
      ]),
      ...('subject' in who
        ? { subject: who.subject, email: who.email }
        : { login_identity_id: who.loginIdentityId }),
    })
  return code
}

/** Uses the code of a login, once, in the browser that began it. @returns who it is */
export async function useLoginCode(
  transaction: Knex.Transaction,
  code: string,
  browser: string,
): Promise<{ readonly loginIdentityId: string; readonly provider: string } | undefined> {
  const { rows } = await transaction.raw<{
    rows: { loginIdentityId: string; provider: string }[]
  }>(
    `update login_attempts set exchanged_at = clock_timestamp()
     where code_hash = ? and browser_hash = ? and login_identity_id is not null and ${exchangeable}
     returning login_identity_id as "loginIdentityId", provider`,
    [hashToken(code), hashToken(browser)],
  )
  return rows[0]
}

/** Uses the code of a link, once, in the session that began it; who came back is forgotten here. */
export async function useLinkCode(
  transaction: Knex.Transaction,
  code: string,
  by: { readonly provider: string; readonly userId: string; readonly sessionId: string },
): Promise<{ readonly subject: string; readonly email: string | null } | undefined> {
  const { rows } = await transaction.raw<{ rows: { subject: string; email: string | null }[] }>(
    `with found as (
       select id, subject, email from login_attempts
       where code_hash = :code and provider = :provider and user_id = :userId
         and session_id = :sessionId and subject is not null and ${exchangeable} for update
     )
     update login_attempts set exchanged_at = clock_timestamp(), subject = null, email = null
     from found where login_attempts.id = found.id returning found.subject, found.email`,
    { code: hashToken(code), ...by },
  )
  return rows[0]
}

const exchangeable = 'exchanged_at is null and code_expires_at > clock_timestamp()'
