import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { say } from '../notifications/notice-words.ts'
import { notify } from '../notifications/notifications.service.ts'
import { settlePosts } from '../publishing/outcomes.ts'
import { cancelDeliveriesOf } from '../publishing/scheduling.service.ts'
import { returnQuota } from '../quotas/quotas.service.ts'
import { SocialAccount } from '../social-accounts/social-account.model.ts'
import { accountsOf, momentOf, type ClaimedEvent } from './claimed-event.ts'
import { finishDeletionRequest } from './deletion-requests.ts'
import { idsOf } from './stored-event.ts'

/**
 * Erases what a network told about a person, in all organizations: tokens, profile and numbers of every account that was
 * connected before they asked. The row of the account stays, nameless, for the history of what was published. All of
 * it happens at once, and the request is finished by the same commit.
 */
export async function erasePerson(context: Context, claimed: ClaimedEvent): Promise<void> {
  const asked = momentOf(claimed)
  await context.database.system.transaction(async (transaction) => {
    // One that is being connected anew at this moment is waited for, and then left alone.
    const accounts = await accountsOf(transaction, claimed)
      .where('connected_at', '<=', asked)
      .forUpdate()
    for (const account of accounts) await eraseAccount(context, transaction, account)
    await forgetIds(transaction, claimed)
    const { confirmationCode: code } = claimed.event
    if (code !== undefined) {
      const input = { code, eventId: claimed.id, accounts: accounts.length }
      await finishDeletionRequest(transaction, input)
    }
    await transaction('webhook_events')
      .where({ id: claimed.id })
      .update({ processed_at: transaction.raw('clock_timestamp()'), error: null })
  })
}

async function eraseAccount(
  context: Context,
  transaction: Knex.Transaction,
  account: SocialAccount,
): Promise<void> {
  const { id, organizationId, platform, brandId } = account
  // What is on its way cannot be called back; without its account nothing more of it is sent.
  const { postIds } = await cancelDeliveriesOf(
    transaction,
    { organizationId, socialAccountId: id },
    'network',
    { inFlight: 'leave' },
  )
  await settlePosts(transaction, postIds)
  await eraseNumbers(transaction, account)
  await eraseName(transaction, account)
  await SocialAccount.query(transaction)
    .where({ id, organization_id: organizationId })
    .patch({
      // An id of ours, so that nothing that the network says of the person finds the row again.
      platformUserId: `erased:${id}`,
      username: 'erased',
      displayName: null,
      avatarUrl: null,
      profileUrl: null,
      accessToken: null,
      refreshToken: null,
      tokenExpiresAt: null,
      tokenRefreshedAt: null,
      refreshExpiresAt: null,
      tokenLeaseUntil: null,
      tokenFence: account.tokenFence + 1,
      scopes: [],
      facts: {},
      limits: [],
      grantedBy: null,
      status: 'disconnected',
      statusReason: null,
      pausedUntil: null,
      pausedBecause: null,
    })
  if (account.status === 'disconnected') return
  await returnQuota(transaction, { organizationId, metric: 'socialAccounts', subjectId: id })
  const network = context.plugins.connectors.get(platform)?.displayName ?? platform
  await notify(transaction, {
    organizationId,
    type: 'ACCOUNT_ERASED',
    words: say('accountErased', { network }),
    link: `/brands/${brandId}/social-accounts`,
    subjectId: id,
    dedupeKey: `account_erased:${id}`,
  })
}

async function eraseNumbers(
  transaction: Knex.Transaction,
  { id, organizationId }: SocialAccount,
): Promise<void> {
  const account = { social_account_id: id, organization_id: organizationId }
  await transaction('post_analytics').where(account).delete()
  await transaction('account_metrics').where(account).delete()
  await transaction('account_gains').where(account).delete()
  for (const table of ['delivery_metrics', 'post_totals']) {
    await transaction(table)
      .whereIn('social_post_id', transaction('social_posts').where(account).select('id'))
      .where({ organization_id: organizationId })
      .delete()
  }
  await transaction('social_posts').where(account).update({ metrics_at: null, resolve_at: null })
}

/** Out of what people were told: nothing can be done any more about the account, and its posts were somebody's. */
async function eraseName(
  transaction: Knex.Transaction,
  { id, organizationId, username }: SocialAccount,
): Promise<void> {
  const organization = { organization_id: organizationId }
  await transaction('notifications')
    .where({ ...organization, subject_id: id })
    .delete()
  const anonymous = (column: string): Knex.Raw =>
    transaction.raw(`replace(replace(??, ?, '@erased'), ?, '(erased)')`, [
      column,
      `@${username}`,
      `(${username})`,
    ])
  const deliveries = transaction('social_posts').where({ ...organization, social_account_id: id })
  await transaction('notifications')
    .where(organization)
    .where((of) => {
      void of.whereIn('subject_id', deliveries.clone().select('id'))
      void of.orWhereIn('subject_id', deliveries.clone().select('post_id'))
    })
    // Without words: the stored text is what is left to read.
    .update({ title: anonymous('title'), message: anonymous('message'), words: null })
}

/** What the network told besides names them, too; a hint that is lost by this costs a while, as one that never came. */
async function forgetIds(transaction: Knex.Transaction, claimed: ClaimedEvent): Promise<void> {
  const ids = idsOf(claimed.event)
  await transaction.raw(
    `update webhook_events set payload = payload - 'userId' - 'platformUserId' - 'remoteId'
     where provider = ? and (id = ? or processed_at is not null or payload->>'kind' <> 'data_deletion')
       and (payload->>'userId' = any (?::text[]) or payload->>'platformUserId' = any (?::text[]))`,
    [claimed.platform, claimed.id, ids, ids],
  )
}
