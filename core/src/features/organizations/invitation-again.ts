import { mailLink } from '../auth/links.ts'
import { makeSecretToken } from '../auth/secret-tokens.ts'
import { wordsFor } from '../mail/locales/words.ts'
import { invitationMail } from '../mail/templates/invitation.ts'
import { notAgain, type WriteAgain } from '../mail/past-mail.ts'
import { invitationDays } from './invitation.model.ts'

interface Open {
  readonly id: string
  readonly email: string
  readonly organization: string
  readonly inviter: string
  readonly invitedId: string | null
  readonly invitedLocale: string | null
}

/**
 * Invites once more: with a new link, for as long as the first time. The older link works no more. Only while the invitation is open, and
 * who invited could still do so.
 */
export const invitationAgain: WriteAgain = async (
  { config },
  transaction,
  { about, recipient },
) => {
  const { rows } = await transaction.raw<{ rows: Open[] }>(
    `select i.id, i.email, o.name as organization, inviter.email as inviter, invited.id as "invitedId",
       invited.locale as "invitedLocale"
     from invitations i
     join organizations o on o.id = i.organization_id and o.status = 'active'
     join users inviter on inviter.id = i.invited_by and inviter.status = 'active'
     join team_members m on m.organization_id = i.organization_id and m.user_id = i.invited_by
       and (m.role = 'OWNER' or m.role = 'ADMIN' and i.role <> 'OWNER')
     left join users invited on lower(invited.email) = lower(i.email) and invited.status = 'active'
     where i.id = any (cast(:about as uuid[])) and lower(i.email) = lower(:recipient)
       and i.accepted_at is null and i.withdrawn_at is null and i.expires_at > clock_timestamp()
     for update of i`,
    { about: [...about], recipient },
  )
  const [open] = rows
  if (open === undefined) {
    throw notAgain(
      'The invitation is not open any more: it was accepted, withdrawn or replaced, its time is over, or who invited cannot invite now. Somebody of the organization invites again.',
    )
  }
  const { token, hash } = makeSecretToken('invitation')
  await transaction('invitations')
    .where({ id: open.id })
    .update({
      token_hash: hash,
      expires_at: transaction.raw(`clock_timestamp() + ? * interval '1 day'`, [invitationDays]),
    })
  return {
    userId: open.invitedId,
    recipient: open.email,
    about: [open.id],
    ...invitationMail(wordsFor(open.invitedLocale), {
      link: mailLink(config.frontendUrl, 'invitations', token),
      organization: open.organization,
      inviter: open.inviter,
      days: invitationDays,
    }),
  }
}
