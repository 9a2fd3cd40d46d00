import type { Knex } from 'knex'

/** The address of an account that was deleted: nobody's, and no mail reaches it (RFC 2606, `.invalid`). */
export function tombstoneOf(userId: string): string {
  return `${userId}@deleted.invalid`
}

/**
 * Takes an address out of what others can read: invitations to it (open ones are withdrawn), what members were told when its owner
 * joined, and mails to it. Takes a transaction of `database.system`.
 */
export async function forgetAddress(
  transaction: Knex.Transaction,
  {
    email,
    memberIds,
    tombstone,
  }: { readonly email: string; readonly memberIds: readonly string[]; readonly tombstone: string },
): Promise<void> {
  await transaction.raw(
    `update invitations set email = :tombstone,
       withdrawn_at = case when accepted_at is null then coalesce(withdrawn_at, clock_timestamp()) end
     where lower(email) = lower(:email)`,
    { email, tombstone },
  )
  await transaction.raw(
    `update notifications set message = replace(message, :email, 'Somebody who left'), words = null
     where subject_id = any (cast(:memberIds as uuid[]))`,
    { email, memberIds: [...memberIds] },
  )
  await transaction('mail_messages').whereRaw('lower(recipient) = lower(?)', [email]).delete()
}
