import type { Knex } from 'knex'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { ApiError } from '../../errors.ts'
import { hashToken } from '../auth/secret-tokens.ts'
import { say } from '../notifications/notice-words.ts'
import { notify } from '../notifications/notifications.service.ts'
import { consumeQuota } from '../quotas/quotas.service.ts'
import { emitEvent } from '../webhooks-out/outbox.ts'
import { Invitation } from './invitation.model.ts'
import type { Organization } from './organization.model.ts'
import { lockOrganization } from './organizations.service.ts'
import { TeamMember } from './team-member.model.ts'

/**
 * Joins an organization by the token of an invitation, which works once, and only for the address that it was sent to.
 *
 * @throws ApiError INVALID_TOKEN for one that is wrong, used, withdrawn or too old; INVITATION_FOR_ANOTHER_ADDRESS;
 * EMAIL_NOT_VERIFIED; ALREADY_MEMBER; QUOTA_EXCEEDED. None of them uses the invitation up
 */
export async function acceptInvitation(
  context: Context,
  principal: Principal,
  token: string,
): Promise<{ readonly organization: Organization; readonly role: Invitation['role'] }> {
  return inSystem(context.database, async (transaction) => {
    const seen = await openInvitation(transaction, token)
    // Everybody locks the organization first, so that nobody waits for each other.
    const organization = await lockOrganization(transaction, seen.organizationId)
    const invitation = await openInvitation(transaction, token)
    const { organizationId, role, brandIds, email } = invitation
    if (email.toLowerCase() !== principal.email.toLowerCase()) {
      throw new ApiError('INVITATION_FOR_ANOTHER_ADDRESS')
    }
    if (!principal.emailVerified) throw new ApiError('EMAIL_NOT_VERIFIED')
    const { userId } = principal
    const key = { organization_id: organizationId, user_id: userId }
    if ((await TeamMember.query(transaction).findOne(key)) !== undefined) {
      throw new ApiError('ALREADY_MEMBER')
    }
    const member = await TeamMember.query(transaction)
      .insert({
        organizationId,
        userId,
        role,
        brandIds,
        invitedBy: invitation.invitedBy,
        invitedAt: invitation.createdAt,
        joinedAt: transaction.raw('clock_timestamp()') as unknown as Date,
      })
      .returning('*')
    await consumeQuota(transaction, { organizationId, metric: 'members', subjectId: member.id })
    await Invitation.query(transaction)
      .findById(invitation.id)
      .patch({ acceptedAt: transaction.raw('clock_timestamp()') as unknown as Date })
    await notify(transaction, {
      organizationId,
      type: 'MEMBER_JOINED',
      words: say('memberJoined', {
        email: principal.email,
        organization: organization.name,
        role,
      }),
      subjectId: member.id,
      dedupeKey: `joined:${member.id}`,
    })
    await emitEvent(transaction, {
      organizationId,
      brandId: null,
      type: 'member.joined',
      data: { id: member.id, organizationId, userId, role },
    })
    return { organization, role }
  })
}

async function openInvitation(transaction: Knex.Transaction, token: string): Promise<Invitation> {
  const invitation = await Invitation.query(transaction)
    .findOne({ token_hash: hashToken(token) })
    .whereNull('accepted_at')
    .whereNull('withdrawn_at')
    .whereRaw('expires_at > clock_timestamp()')
  if (invitation === undefined) throw new ApiError('INVALID_TOKEN')
  return invitation
}
