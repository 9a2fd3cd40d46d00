import type { RemoteAccount } from '@t21/plugin-kit'
import { authorize, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError, invalid, notFound } from '../../errors.ts'
import { AccountConnection } from './account-connection.model.ts'
import { connectAccount } from './connect-account.ts'
import { openHeldGrant } from './connection-secrets.ts'

/**
 * Connects the accounts that a person chose among several.
 *
 * @param targets ids at the network, out of the candidates
 * @throws ApiError NOT_FOUND, for somebody else's connection too; CONFLICT where there is nothing to
 * choose (any more); VALIDATION_ERROR for an account that is not a candidate; QUOTA_EXCEEDED, and then none is connected
 */
export async function chooseAccounts(
  context: Context,
  principal: Principal,
  id: string,
  targets: readonly string[],
): Promise<AccountConnection> {
  return inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const connection = await AccountConnection.query(transaction)
      .where({ id, user_id: principal.userId })
      .whereRaw('organization_id = any (?::uuid[])', [[...principal.organizationIds]])
      .forUpdate()
      .first()
    if (connection === undefined) throw notFound('Connection')
    const { organizationId, grantSecret } = connection
    authorize(principal, 'create', 'SocialAccount', connection)
    const { rows } = await transaction.raw<{ rows: { left: number; age: number }[] }>(
      `select extract(epoch from expires_at - clock_timestamp())::float8 as left,
         extract(epoch from clock_timestamp() - created_at)::float8 as age
       from account_connections where id = ? and organization_id = ?`,
      [id, organizationId],
    )
    const [time] = rows
    if (connection.status !== 'choose' || grantSecret === null || time === undefined) {
      throw new ApiError('CONFLICT', 'This connection does not wait for a choice.')
    }
    if (time.left <= 0) {
      throw new ApiError('CONFLICT', 'The time to choose is over; connect the account again.')
    }
    const { grant, accounts } = openHeldGrant(context.config, connection, grantSecret)
    const chosen = targets.map((target, index) => {
      const account = accounts.find(({ platformUserId }) => platformUserId === target)
      if (account === undefined) {
        throw invalid(`targets[${index}]`, 'This account is not among the candidates.')
      }
      return account
    })
    const socialAccountIds: string[] = []
    // Always in this order, so that two that choose the same accounts at once do not wait for each other.
    for (const account of chosen.toSorted(byIdAtNetwork)) {
      socialAccountIds.push(
        // The whole walk counts as the grant's age: rather renewed too early than too late.
        await connectAccount(transaction, context.config, connection, account, grant, time.age),
      )
    }
    return AccountConnection.query(transaction)
      .where({ id, organization_id: organizationId })
      .patch({ status: 'connected', grantSecret: null, candidates: [], socialAccountIds })
      .returning('*')
      .first()
      .throwIfNotFound()
  })
}

function byIdAtNetwork(one: RemoteAccount, other: RemoteAccount): number {
  return one.platformUserId < other.platformUserId ? -1 : 1
}
