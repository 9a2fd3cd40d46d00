import type { Knex } from 'knex'
import { visible, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError, invalid, notFound } from '../../errors.ts'
import { firstCommentOf } from '../posts/parts.ts'
import { useCreditAgain } from '../posts/post-credits.service.ts'
import { isApproved, isWaitingForApproval, needsApproval } from '../posts/post-approval.store.ts'
import { Post } from '../posts/post.model.ts'
import { Delivery, DeliveryEvent } from './delivery.model.ts'
import type { ResolveBody } from './deliveries.schemas.ts'
import {
  changeDelivery,
  findOwn,
  partsOf,
  takeStep,
  type DeliveryWithParts,
} from './delivery-changes.ts'
import { deliveryError } from './delivery-errors.ts'
import { idAt } from './id-at.ts'
import { isRemoteIdTaken } from './persist.ts'
import { seenId } from './seen-id.ts'

/** The deliveries of a post. @throws ApiError NOT_FOUND for a post that is not the caller's */
export async function deliveriesOfPost(
  context: Context,
  principal: Principal,
  postId: string,
): Promise<DeliveryWithParts[]> {
  return inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const post = await transaction('posts')
      .whereRaw(...visible(principal, 'read', 'Delivery'))
      .where({ id: postId })
      .first<{ organization_id: string } | undefined>('organization_id')
    if (post === undefined) throw notFound('Post')
    const deliveries = await Delivery.query(transaction)
      .where({ organization_id: post.organization_id, post_id: postId })
      .orderBy('id')
    const parts = await partsOf(
      transaction,
      deliveries.map(({ id }) => id),
    )
    return deliveries.map((delivery) => ({
      delivery,
      parts: parts.filter(({ deliveryId }) => deliveryId === delivery.id),
    }))
  })
}

/** One delivery with its history. @throws ApiError NOT_FOUND */
export async function deliveryWithEvents(
  context: Context,
  principal: Principal,
  id: string,
): Promise<DeliveryWithParts & { readonly events: readonly DeliveryEvent[] }> {
  return inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const delivery = await findOwn(transaction, principal, 'read', id)
    const [parts, events] = [
      await partsOf(transaction, [id]),
      await DeliveryEvent.query(transaction)
        .where({ organization_id: delivery.organizationId, delivery_id: id })
        .orderBy('id'),
    ]
    return { delivery, parts, events }
  })
}

/**
 * Tries a failed or expired delivery again, now (T21). Parts that are there are not repeated.
 *
 * A credit that was given back is used again.
 *
 * @throws ApiError NOT_FOUND; QUOTA_EXCEEDED; CONFLICT where there is nothing to retry, a person has to decide first, or the
 * post has to be approved
 */
export async function retryDelivery(
  context: Context,
  principal: Principal,
  id: string,
): Promise<DeliveryWithParts> {
  return changeDelivery(context, principal, id, async (transaction, delivery) => {
    if (delivery.state === 'needs_attention') {
      throw new ApiError(
        'CONFLICT',
        'Say first whether it is there: POST /v1/deliveries/:id/resolve.',
      )
    }
    if (delivery.state !== 'failed' && delivery.state !== 'expired') {
      throw new ApiError('CONFLICT', `A delivery that is ${delivery.state} cannot be retried.`)
    }
    if (delivery.removedAt !== null) {
      throw new ApiError(
        'CONFLICT',
        'What was published of it has been removed; duplicate the post to publish it again.',
      )
    }
    await requireApproved(transaction, principal, delivery)
    await takeStep(transaction, principal, delivery, {
      to: 'scheduled',
      transition: 'T21',
      nextIn: 0,
      leaseIn: null,
      checkpoint: null,
      part: delivery.part,
    })
    await transaction.raw(
      `update social_posts d set due_at = clock_timestamp(), grace_until = clock_timestamp() + o.publishing_grace,
         retry_count = 0, started_at = null
       from organizations o where d.id = ? and o.id = d.organization_id and o.id = ?`,
      [id, delivery.organizationId],
    )
    // The account was left alone because of this delivery; a person has looked at it since.
    await transaction('social_accounts')
      .where({ id: delivery.socialAccountId, organization_id: delivery.organizationId })
      .where({ paused_because: 'worker_died' })
      .update({ paused_until: null, paused_because: null })
    await transaction.raw('select ring_at(clock_timestamp())')
    // Last, as where a post is written: who took turns in another order would wait for each other.
    await useCreditAgain(transaction, {
      id: delivery.postId,
      organizationId: delivery.organizationId,
    })
  })
}

/**
 * Takes the word of a person for a delivery that could not be proved (T18, T20).
 *
 * @throws ApiError NOT_FOUND; CONFLICT where nothing waits for a decision; VERSION_CONFLICT where it has been sent again since
 * they looked; VALIDATION_ERROR for an address that cannot be the one
 */
export async function resolveDelivery(
  context: Context,
  principal: Principal,
  id: string,
  body: ResolveBody,
): Promise<DeliveryWithParts> {
  return changeDelivery(context, principal, id, async (transaction, delivery) => {
    if (delivery.state !== 'needs_attention') {
      throw new ApiError('CONFLICT', `A delivery that is ${delivery.state} waits for no decision.`)
    }
    requireSeen(delivery, body.version)
    if (body.outcome === 'not_published') {
      await takeStep(transaction, principal, delivery, {
        to: 'failed',
        transition: 'T20',
        nextIn: null,
        leaseIn: null,
        error: deliveryError('not_published'),
        part: delivery.part,
      })
      return
    }
    const remoteId = await idAt(context, delivery, body.url)
    const last = delivery.part + 1 >= delivery.parts
    if (!last && remoteId === undefined) {
      throw invalid(
        'url',
        'Give its address, such as the network shows for sharing it: the next part answers to it.',
      )
    }
    await takeStep(transaction, principal, delivery, {
      to: last ? 'published' : 'retry_wait',
      transition: 'T18',
      nextIn: last ? null : 0,
      leaseIn: null,
      checkpoint: null,
      proof: 'person',
      part: last ? delivery.part : delivery.part + 1,
      endedPart: {
        position: delivery.part,
        kind: await kindOf(transaction, delivery),
        outcome: 'published',
        // Seen by a person who gave no address: known to be there, under an id that we do not know.
        remoteId: remoteId ?? seenId(delivery),
        url: body.url ?? null,
        proof: 'person',
        error: null,
      },
    }).catch((error: unknown) => {
      if (!isRemoteIdTaken(error)) throw error
      throw invalid(
        'url',
        'Another post of this account is there already; give the address of this one.',
      )
    })
  })
}

/** Somebody who saw that it is not there, and says so after it was sent once more, would have it published twice. */
function requireSeen({ fence }: Delivery, version: number | undefined): void {
  if (version === undefined || version === fence) return
  throw new ApiError(
    'VERSION_CONFLICT',
    'It has been sent again since you looked. Look at the network once more, then decide.',
    { details: { version: fence } },
  )
}

/** Trying again is no way around an approval. */
async function requireApproved(
  transaction: Knex.Transaction,
  principal: Principal,
  { postId, organizationId, brandId }: Delivery,
): Promise<void> {
  const post = { id: postId, organizationId }
  const isStaff = principal.credential.kind === 'staff'
  if (await isWaitingForApproval(transaction, post)) {
    throw new ApiError(
      'CONFLICT',
      isStaff
        ? `Its post waits for approval, and staff cannot give it. Ask ${await approversOf(transaction, organizationId)} to approve it; it is tried again with that.`
        : 'Its post waits for approval; it is tried again with that.',
    )
  }
  if (!(await needsApproval(transaction, principal, { organizationId, brandId }))) return
  if (await isApproved(transaction, post)) return
  throw new ApiError(
    'CONFLICT',
    isStaff
      ? `What the post says now has not been approved, and staff cannot do that. Ask ${await approversOf(transaction, organizationId)} to publish the post again, or a member, which asks them to approve it.`
      : 'What the post says now has not been approved: POST /v1/posts/:id/publish asks for it.',
  )
}

/** Who approves, as the policy of posts has it; without names, because refusals stand in the log of the staff. */
async function approversOf(transaction: Knex.Transaction, organizationId: string): Promise<string> {
  const found = await transaction('organizations')
    .where({ id: organizationId })
    .first<{ name: string } | undefined>('name')
  return `an owner or an admin of ${found?.name ?? 'the organization'}`
}

async function kindOf(
  transaction: Knex.Transaction,
  { part, parts, postId, organizationId, platform }: Delivery,
): Promise<'post' | 'thread' | 'first_comment'> {
  if (part === 0) return 'post'
  const post = await Post.query(transaction).findOne({
    id: postId,
    organization_id: organizationId,
  })
  const isComment =
    part + 1 >= parts && post !== undefined && firstCommentOf(post, platform) !== null
  return isComment ? 'first_comment' : 'thread'
}
