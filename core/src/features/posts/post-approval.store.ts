import type { Knex } from 'knex'
import { allows, type Principal } from '../../authz/principal.ts'
import type { SchedulablePost } from '../publishing/scheduling.service.ts'
import type { ApprovalStep } from './post-approval.model.ts'

/**
 * Whether what somebody schedules has to wait: where the organization wants that, and they may not approve it themselves.
 * One look, and none for those who may.
 */
export async function needsApproval(
  transaction: Knex.Transaction,
  principal: Principal,
  { organizationId, brandId }: Omit<SchedulablePost, 'id'>,
): Promise<boolean> {
  // Staff have all rights so that they can help; what a customer's people say is not theirs to approve.
  const approves = principal.credential.kind !== 'staff'
  if (approves && allows(principal, 'approve', 'Post', { organizationId, brandId })) return false
  const organization = await transaction('organizations')
    .where({ id: organizationId })
    .first<{ members_need_approval: boolean } | undefined>('members_need_approval')
  return organization?.members_need_approval === true
}

/**
 * Whether what a post says now is what somebody approved: a step of its publishing may then be repeated by those who need
 * approval, and only then.
 */
export async function isApproved(
  transaction: Knex.Transaction,
  post: Pick<SchedulablePost, 'id' | 'organizationId'>,
): Promise<boolean> {
  const { rows } = await transaction.raw<{ rows: unknown[] }>(
    `select from post_approvals a join posts p on p.id = a.post_id and p.organization_id = a.organization_id
     where p.id = ? and p.organization_id = ?
       -- An approval makes the version after the one that it saw.
       and a.step = 'APPROVED' and a.version = p.version - 1`,
    [post.id, post.organizationId],
  )
  return rows.length > 0
}

/** Whether a post waits for approval. */
export async function isWaitingForApproval(
  transaction: Knex.Transaction,
  post: Pick<SchedulablePost, 'id' | 'organizationId'>,
): Promise<boolean> {
  const key = { id: post.id, organization_id: post.organizationId }
  const waiting = await transaction('posts')
    .where({ ...key, status: 'PENDING_APPROVAL' })
    .first('id')
  return waiting !== undefined
}

/** Makes a post wait. Its deliveries are called off before; without any, nothing of it can go out. */
export async function startWaiting(
  transaction: Knex.Transaction,
  post: Pick<SchedulablePost, 'id' | 'organizationId'>,
): Promise<void> {
  await transaction('posts')
    .where({ id: post.id, organization_id: post.organizationId })
    .update({ status: 'PENDING_APPROVAL' })
}

/** A post waits no more and is a draft again; `refreshPostStatus` says where it is more than that. */
export async function stopWaiting(
  transaction: Knex.Transaction,
  post: Pick<SchedulablePost, 'id' | 'organizationId'>,
): Promise<void> {
  await transaction('posts')
    .where({ id: post.id, organization_id: post.organizationId, status: 'PENDING_APPROVAL' })
    .update({ status: 'DRAFT', scheduled_for: null })
}

/** Writes a step of the history. */
export async function recordApproval(
  transaction: Knex.Transaction,
  post: Pick<SchedulablePost, 'id' | 'organizationId'>,
  step: {
    readonly step: ApprovalStep
    readonly userId: string
    readonly version: number
    readonly comment?: string | undefined
    readonly allowDuplicate?: boolean | undefined
  },
): Promise<void> {
  await transaction('post_approvals').insert({
    organization_id: post.organizationId,
    post_id: post.id,
    user_id: step.userId,
    step: step.step,
    version: step.version,
    comment: step.comment ?? null,
    allow_duplicate: step.allowDuplicate ?? false,
  })
}
