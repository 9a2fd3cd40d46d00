import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { ApiError } from '../../errors.ts'
import { deletePost } from '../posts/posts.service.ts'
import { lockRecurrence } from './recurrences.service.ts'

/** What deleting a recurrence left. */
export interface DeletedRecurrence {
  readonly id: string
  readonly deletedPosts: number
  readonly keptPosts: number
}

/**
 * Stops a recurrence and deletes it; what it made goes out as planned, or is deleted as well. It is
 * stopped first, so that nothing is made meanwhile, and gone at last, so that this can be repeated.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN
 */
export async function deleteRecurrence(
  context: Context,
  principal: Principal,
  id: string,
  options: { readonly deleteScheduled: boolean },
): Promise<DeletedRecurrence> {
  const { organizationIds } = principal
  const { organizationId } = await inOrganizations(
    context.database,
    organizationIds,
    async (transaction) => {
      const recurrence = await lockRecurrence(transaction, principal, id, 'delete')
      await transaction('recurrences')
        .where({ id, organization_id: recurrence.organizationId })
        .update({ status: 'ended', next_at: null, version: recurrence.version + 1 })
      return recurrence
    },
  )
  const posts = await read<{ id: string }>(
    context.database,
    [organizationId],
    context.database.api.raw(
      `select p.id from recurrence_occurrences o
       join posts p on p.id = o.post_id and p.organization_id = o.organization_id
       where o.recurrence_id = ? and o.organization_id = ? and p.status in ('DRAFT', 'SCHEDULED', 'PENDING_APPROVAL')
       order by o.occurs_at`,
      [id, organizationId],
    ),
  )
  let deletedPosts = 0
  for (const post of options.deleteScheduled ? posts : []) {
    deletedPosts += await deletePost(context, principal, post.id).then(() => 1, keptOne)
  }
  await inOrganizations(context.database, [organizationId], (transaction) =>
    transaction('recurrences').where({ id, organization_id: organizationId }).delete(),
  )
  return { id, deletedPosts, keptPosts: posts.length - deletedPosts }
}

/** One that is on its way by now goes out. */
function keptOne(error: unknown): number {
  if (error instanceof ApiError) return 0
  throw error
}
