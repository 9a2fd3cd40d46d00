import { isConnectorFailure } from '@t21/plugin-kit'
import { authorize, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError } from '../../errors.ts'
import { redact } from '../../redact.ts'
import { noteAct } from '../audit/note-act.ts'
import type { SocialAccount } from './social-account.model.ts'
import { getSocialAccount } from './social-accounts.service.ts'
import { readerOf, syncAccount } from './sync-account.ts'
import { renewerOf, renewToken } from './token-refresh.ts'

// T21 does both by itself all the time, and its tables keep that out of the audit log. That somebody asked for it stands there, and
// before the network is asked: what it answers may be nothing.

/** Longest that a person waits for whoever renews the token at the moment. */
const longestMs = 10_000

/**
 * Renews the token of an account now, as it is renewed before its end. Where somebody else is at it, theirs counts.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN; CONFLICT where there is nothing to renew it with; ACCOUNT_NOT_CONNECTED where the network says
 * that the grant is dead: the account is then marked, and its owner is told; NETWORK_UNAVAILABLE
 */
export async function renewAccountNow(
  context: Context,
  principal: Principal,
  id: string,
): Promise<SocialAccount> {
  const account = await connectedAccount(context, principal, id)
  if (renewerOf(context, account) === undefined) {
    throw new ApiError(
      'CONFLICT',
      'There is nothing to renew this token with: its owner connects the account again when it ends.',
    )
  }
  await note(context, account, 'token_renewal')
  try {
    return await renewToken(context, account, { waitMs: longestMs })
  } catch (error) {
    if (!isConnectorFailure(error)) throw error
    const { message, remedy = '' } = error.details
    throw new ApiError(
      error.kind === 'reauth' ? 'ACCOUNT_NOT_CONNECTED' : 'NETWORK_UNAVAILABLE',
      redact(`${message} ${remedy}`.trim()),
      { cause: error },
    )
  }
}

/**
 * Reads an account at its network now: its name, what it may do, what is left of its limits.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN; CONFLICT where its network tells nothing; ACCOUNT_NOT_CONNECTED where it says that the grant is
 * dead: the account is then marked, and its owner is told; NETWORK_UNAVAILABLE
 */
export async function syncAccountNow(
  context: Context,
  principal: Principal,
  id: string,
): Promise<void> {
  const account = await connectedAccount(context, principal, id)
  if (readerOf(context, account) !== undefined) await note(context, account, 'account_check')
  switch (await syncAccount(context, account)) {
    case 'synced':
      return
    case 'unsupported':
      throw new ApiError('CONFLICT', 'This network tells nothing of accounts, or is not available.')
    case 'lost':
      throw new ApiError(
        'ACCOUNT_NOT_CONNECTED',
        'The network no longer accepts the connection; the account is marked, and its owner is told.',
      )
    case 'failed':
      throw new ApiError('NETWORK_UNAVAILABLE', 'The network did not answer as it should.')
  }
}

async function connectedAccount(
  context: Context,
  principal: Principal,
  id: string,
): Promise<SocialAccount> {
  const account = await getSocialAccount(context, principal, { id })
  authorize(principal, 'update', 'SocialAccount', account)
  if (account.status !== 'active') {
    throw new ApiError(
      'ACCOUNT_NOT_CONNECTED',
      'Its owner has to connect the account again; nothing can be asked until then.',
    )
  }
  return account
}

async function note(
  { database }: Context,
  { id, organizationId, brandId }: SocialAccount,
  resource: 'token_renewal' | 'account_check',
): Promise<void> {
  await inSystem(database, (transaction) =>
    noteAct(transaction, { organizationId, brandId, action: 'created', resource, resourceId: id }),
  )
}
