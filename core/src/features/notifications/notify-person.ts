import type { Knex } from 'knex'
import { inEnglish } from './notice-words.ts'
import type { Notice } from './notifications.service.ts'
import { wantedSql } from './preferences.ts'

const wanted = wantedSql({ type: ':type', user: 'owner_id' })

/**
 * Tells one person something that is theirs and no organization's business, if they want it: it stands in their personal organization.
 * Takes a transaction of `database.system`.
 */
export async function notifyPerson(
  transaction: Knex.Transaction,
  userId: string,
  notice: Omit<Notice, 'organizationId'>,
): Promise<void> {
  await transaction.raw(
    `insert into notifications (organization_id, user_id, type, title, message, words, link, subject_id,
       dedupe_key, in_app, email_at)
     select id, owner_id, :type, :title, :message, cast(:words as jsonb), cast(:link as text), cast(:subjectId as uuid),
       cast(:dedupeKey as text), ${wanted.inApp}, ${wanted.emailAt}
     from organizations ${wanted.join}
     where owner_id = :userId and personal and ${wanted.condition}
     on conflict (user_id, dedupe_key) where dedupe_key is not null do nothing`,
    {
      userId,
      type: notice.type,
      ...inEnglish(notice.words),
      words: JSON.stringify(notice.words),
      link: notice.link ?? null,
      subjectId: notice.subjectId ?? null,
      dedupeKey: notice.dedupeKey ?? null,
    },
  )
}
