import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { ApiError } from '../../errors.ts'
import type { NewMail } from './mail.service.ts'

/** A mail that was written before. Its text is gone: it may have held a link that lets somebody in. */
export interface PastMail {
  readonly template: string
  readonly recipient: string
  readonly userId: string | null
  /** See {@link NewMail.about}. */
  readonly about: readonly string[]
}

/**
 * Writes a mail anew, as things are now, to the address of the account and to no other.
 *
 * @throws ApiError CONFLICT that says why it is not: what it told is not so any more
 */
export type WriteAgain = (
  context: Context,
  transaction: Knex.Transaction,
  mail: PastMail,
) => Promise<NewMail>

/** Somebody to whom a mail may go once more. */
export interface MailedAccount {
  readonly id: string
  readonly email: string
  readonly locale: string | null
  readonly timezone: string | null
}

/** Why a mail is not written again, in words for staff. */
export function notAgain(why: string): ApiError {
  return new ApiError('CONFLICT', why)
}

/** Whose mail it was. @throws ApiError CONFLICT where the account is closed, or has another address by now, or has not proved it */
export async function accountOf(
  transaction: Knex.Transaction,
  { recipient, userId }: PastMail,
): Promise<MailedAccount> {
  const user = await transaction('users')
    .where({ id: userId, status: 'active' })
    .first<(MailedAccount & { readonly email_verified_at: Date | null }) | undefined>(
      'id',
      'email',
      'locale',
      'timezone',
      'email_verified_at',
    )
  if (user === undefined) throw notAgain('There is no account any more that it could go to.')
  if (user.email.toLowerCase() !== recipient.toLowerCase()) {
    throw notAgain('The account has another address by now, and mails go to that.')
  }
  if (user.email_verified_at === null) {
    throw notAgain('The address is not verified: send the verification mail instead.')
  }
  return user
}
