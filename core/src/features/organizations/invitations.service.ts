import type { Knex } from 'knex'
import { authorize, type Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations, inSystem } from '../../db/tenancy.ts'
import { ApiError, notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import { attemptKey, countAttempt } from '../auth/attempts.ts'
import { mailLink } from '../auth/links.ts'
import { makeSecretToken } from '../auth/secret-tokens.ts'
import { wordsFor } from '../mail/locales/words.ts'
import { enqueueMail } from '../mail/mail.service.ts'
import { invitationMail } from '../mail/templates/invitation.ts'
import { say } from '../notifications/notice-words.ts'
import { notifyPerson } from '../notifications/notify-person.ts'
import { quotaOf } from '../quotas/quotas.service.ts'
import { User } from '../users/user.model.ts'
import { Invitation, invitationDays } from './invitation.model.ts'
import type { InviteBody } from './invitations.schemas.ts'
import { requireLimit } from './brand-limit.ts'
import { requireOwnerFor } from './members.service.ts'
import type { Organization } from './organization.model.ts'
import { lockOrganization } from './organizations.service.ts'
import { TeamMember } from './team-member.model.ts'

/** Invitations that one address can be sent in an hour, by whomever. */
const invitationLimit = { attempts: 5, seconds: 3_600 }

/** The name of the list in its cursors. */
export function invitationList(organizationId: string): string {
  return `invitations:${organizationId}`
}

/**
 * Asks somebody to join, by mail. An open invitation to the same address is replaced: the older link works no more.
 *
 * @throws ApiError NOT_FOUND, FORBIDDEN, PERSONAL_ORGANIZATION, ALREADY_MEMBER, QUOTA_EXCEEDED, RATE_LIMIT_EXCEEDED
 */
export async function invite(
  context: Context,
  principal: Principal,
  organizationId: string,
  { email, role, brandIds = null }: InviteBody,
): Promise<Invitation> {
  authorize(principal, 'create', 'Invitation', { organizationId })
  requireOwnerFor(principal, organizationId, [role])
  if (!principal.emailVerified) throw new ApiError('EMAIL_NOT_VERIFIED')
  const { system } = context.database
  await countAttempt(system, attemptKey('invitation', email), invitationLimit)
  return inSystem(context.database, async (transaction) => {
    const organization = await lockOrganization(transaction, organizationId)
    if (organization.personal) throw new ApiError('PERSONAL_ORGANIZATION')
    const invited = await User.query(transaction)
      .whereRaw('lower(email) = lower(?)', [email])
      .where('status', 'active')
      .first()
    await refuseMember(transaction, organizationId, invited?.id)
    await requireSeat(transaction, organizationId)
    await requireLimit(transaction, { organizationId, role, brandIds })
    await withdrawOpen(transaction, { organizationId, email })
    const { token, hash } = makeSecretToken('invitation')
    const invitation = await Invitation.query(transaction)
      .insert({
        organizationId,
        email,
        role,
        brandIds,
        tokenHash: hash,
        invitedBy: principal.userId,
        expiresAt: transaction.raw(`clock_timestamp() + ? * interval '1 day'`, [
          invitationDays,
        ]) as unknown as Date,
      })
      .returning('*')
    await tell(transaction, context, { organization, principal, invited, invitation, token })
    return invitation
  })
}

/** The invitations that can still be accepted, newest first: one more than `limit`. @throws ApiError NOT_FOUND, FORBIDDEN */
export async function listInvitations(
  context: Context,
  principal: Principal,
  input: { readonly id: string; readonly limit: number; readonly cursor?: string },
): Promise<Invitation[]> {
  authorize(principal, 'read', 'Invitation', { organizationId: input.id })
  const query = Invitation.query(context.database.api)
    .where('organization_id', input.id)
    .whereNull('accepted_at')
    .whereNull('withdrawn_at')
    .whereRaw('expires_at > clock_timestamp()')
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
  if (input.cursor !== undefined) {
    const position = decodeCursor(context.config.urlSecret, invitationList(input.id), input.cursor)
    void query.where('id', '<', position)
  }
  const rows = await read<object>(context.database, [input.id], query.toKnexQuery())
  return rows.map((row) => Invitation.fromDatabaseJson(row))
}

/** Takes an invitation back; its link works no more. @throws ApiError NOT_FOUND, also for one that was accepted; FORBIDDEN */
export async function withdrawInvitation(
  context: Context,
  principal: Principal,
  input: { readonly id: string; readonly invitationId: string },
): Promise<void> {
  authorize(principal, 'delete', 'Invitation', { organizationId: input.id })
  const withdrawn = await inOrganizations(context.database, [input.id], (transaction) =>
    withdrawOpen(transaction, { organizationId: input.id, id: input.invitationId }),
  )
  if (withdrawn === 0) throw notFound('Invitation')
}

async function withdrawOpen(
  transaction: Knex.Transaction,
  which: { readonly organizationId: string; readonly email?: string; readonly id?: string },
): Promise<number> {
  const query = transaction('invitations')
    .where('organization_id', which.organizationId)
    .whereNull('accepted_at')
    .whereNull('withdrawn_at')
    .update({ withdrawn_at: transaction.raw('clock_timestamp()') })
  if (which.email !== undefined) void query.whereRaw('lower(email) = lower(?)', [which.email])
  if (which.id !== undefined) void query.where('id', which.id)
  return query
}

async function refuseMember(
  transaction: Knex.Transaction,
  organizationId: string,
  userId: string | undefined,
): Promise<void> {
  if (userId === undefined) return
  const key = { organization_id: organizationId, user_id: userId }
  if ((await TeamMember.query(transaction).findOne(key)) !== undefined) {
    throw new ApiError('ALREADY_MEMBER')
  }
}

/** Told when inviting, although it is the acceptance that counts: nobody should be invited in vain. */
async function requireSeat(transaction: Knex.Transaction, organizationId: string): Promise<void> {
  const { used, limit } = await quotaOf(transaction, organizationId, 'members')
  if (used < limit) return
  throw new ApiError('QUOTA_EXCEEDED', 'members limit reached. Upgrade to increase limits.', {
    details: { current: used, limit },
  })
}

async function tell(
  transaction: Knex.Transaction,
  { config }: Context,
  input: {
    readonly organization: Organization
    readonly principal: Principal
    readonly invited: User | undefined
    readonly invitation: Invitation
    readonly token: string
  },
): Promise<void> {
  const { organization, principal, invited, invitation, token } = input
  await enqueueMail(transaction, {
    userId: invited?.id ?? null,
    recipient: invitation.email,
    about: [invitation.id],
    ...invitationMail(wordsFor(invited?.locale), {
      link: mailLink(config.frontendUrl, 'invitations', token),
      organization: organization.name,
      inviter: principal.email,
      days: invitationDays,
    }),
  })
  if (invited === undefined) return
  await notifyPerson(transaction, invited.id, {
    type: 'TEAM_INVITE',
    words: say('teamInvite', {
      inviter: principal.email,
      organization: organization.name,
      email: invitation.email,
    }),
    subjectId: invitation.id,
  })
}
