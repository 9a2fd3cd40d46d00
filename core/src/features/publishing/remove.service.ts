import { actorName, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import type { ReadyConnector } from '../../plugins/registry.ts'
import { redact } from '../../redact.ts'
import { askNetwork } from '../social-accounts/ask-network.ts'
import { SocialAccount } from '../social-accounts/social-account.model.ts'
import { changeDelivery, findOwn, partsOf, type DeliveryWithParts } from './delivery-changes.ts'
import { Delivery, DeliveryPart } from './delivery.model.ts'
import { understood } from './failure-policy.ts'
import { isSeenId } from './seen-id.ts'
import { isEnd } from './states.ts'

/** Longest that a person waits for the network, for each part. */
const longestMs = 20_000

interface Removal {
  readonly delivery: Delivery
  readonly parts: readonly DeliveryPart[]
  readonly account: SocialAccount
  readonly plugin: ReadyConnector
}

/**
 * Has the network remove what it shows of a delivery, the last part first: whatever hangs on the post goes before it. What is
 * gone is written down part by part, so that a removal that stops half way can be asked for again.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN; CONFLICT where nothing can be removed; DELIVERY_IN_FLIGHT; PLATFORM_UNAVAILABLE;
 * ACCOUNT_NOT_CONNECTED; RATE_LIMIT_EXCEEDED; NETWORK_UNAVAILABLE where the network does not do it
 */
export async function removeDelivery(
  context: Context,
  principal: Principal,
  id: string,
): Promise<DeliveryWithParts> {
  const { system } = context.database
  const { delivery, parts } = await system.transaction(async (transaction) => ({
    delivery: await findOwn(transaction, principal, 'update', id),
    parts: await partsOf(transaction, [id]),
  }))
  const visible = parts.filter(({ outcome, removedAt }) => outcome === 'published' && !removedAt)
  if (visible.length === 0 && delivery.removedAt !== null) return { delivery, parts }
  const plugin = removingPlugin(context, delivery, visible)
  const account = await SocialAccount.query(system)
    .findOne({ id: delivery.socialAccountId, organization_id: delivery.organizationId })
    .throwIfNotFound()
  if (account.status !== 'active') {
    throw new ApiError('ACCOUNT_NOT_CONNECTED', `Connect the account @${account.username} again.`)
  }
  await removeParts(context, { delivery, parts: visible, account, plugin })
  return changeDelivery(context, principal, id, async (transaction, changed) => {
    if (changed.removedAt !== null || !isEnd(changed.state)) return
    await Delivery.query(transaction)
      .findById(id)
      .patch({
        removedAt: transaction.raw('clock_timestamp()') as unknown as Date,
        goneAt: transaction.raw('coalesce(gone_at, clock_timestamp())') as unknown as Date,
        metricsAt: null,
      })
    // No edge of the machine: how it had ended stays true.
    await transaction('delivery_events').insert({
      delivery_id: id,
      organization_id: changed.organizationId,
      transition: 'removed',
      from_state: changed.state,
      to_state: changed.state,
      part: changed.part,
      fence: changed.fence,
      actor: actorName(principal),
    })
  })
}

function removingPlugin(
  context: Context,
  delivery: Delivery,
  visible: readonly DeliveryPart[],
): ReadyConnector {
  const { id, platform, state } = delivery
  if (!isEnd(state) && state !== 'needs_attention') {
    throw new ApiError('DELIVERY_IN_FLIGHT', 'Wait for its end, or call it off.', {
      details: [{ deliveryId: id, state }],
    })
  }
  const plugin = context.plugins.ready(platform)
  if (plugin === undefined) throw new ApiError('PLATFORM_UNAVAILABLE')
  const { capabilities, displayName } = plugin.connector
  if (!capabilities.remove) {
    throw new ApiError('CONFLICT', `${displayName} lets no application remove posts. Do it there.`)
  }
  if (state === 'needs_attention') {
    throw new ApiError(
      'CONFLICT',
      'Say first whether it is there: POST /v1/deliveries/:id/resolve.',
    )
  }
  if (visible.length === 0) {
    throw new ApiError('CONFLICT', 'Nothing of it was published, so there is nothing to remove.')
  }
  if (delivery.provisional) {
    throw new ApiError('CONFLICT', `${displayName} has not given this post its own id yet.`)
  }
  if (visible.some(({ remoteId }) => remoteId !== null && isSeenId(remoteId))) {
    throw new ApiError('CONFLICT', `Its id at ${displayName} is not known. Remove it there.`)
  }
  return plugin
}

async function removeParts(context: Context, removal: Removal): Promise<void> {
  const { account, plugin } = removal
  for (const { deliveryId, position, remoteId } of removal.parts.toReversed()) {
    if (remoteId === null) continue
    try {
      await askNetwork(
        context,
        { account, plugin },
        async (call) => plugin.connector.remove?.(call, remoteId),
        longestMs,
      )
    } catch (failure) {
      throw asAnswer(plugin.connector.displayName, failure)
    }
    await DeliveryPart.query(context.database.system)
      .where({ delivery_id: deliveryId, position, remote_id: remoteId })
      .patch({ removedAt: context.database.system.raw('clock_timestamp()') as unknown as Date })
  }
}

function asAnswer(network: string, failure: unknown): ApiError {
  const known = understood(failure)
  if (known === undefined) return new ApiError('NETWORK_UNAVAILABLE', undefined, { cause: failure })
  const { kind, message, details } = known
  const words = redact(`${network}: ${[message, details.remedy].filter(Boolean).join(' ')}`)
  switch (kind) {
    case 'reauth':
      return new ApiError('ACCOUNT_NOT_CONNECTED', words, { cause: failure })
    case 'rate_limited':
    case 'quota':
      return new ApiError('RATE_LIMIT_EXCEEDED', words, { cause: failure })
    case 'permission':
    case 'account_restricted':
    case 'content_rejected':
      return new ApiError('CONFLICT', words, { cause: failure })
    default:
      return new ApiError('NETWORK_UNAVAILABLE', words, { cause: failure })
  }
}
