import type { Knex } from 'knex'
import type { Principal } from '../../authz/principal.ts'
import type { Context } from '../../context.ts'
import { read } from '../../db/read.ts'
import { inOrganizations } from '../../db/tenancy.ts'
import { notFound } from '../../errors.ts'
import { decodeCursor } from '../../http/pagination.ts'
import { inEnglish, type NoticeWords } from './notice-words.ts'
import type { NotificationType } from './notification-types.ts'
import { Notification } from './notification.model.ts'
import { wantedSql } from './preferences.ts'

/** Something to tell the members of an organization: every one, unless it says whom. */
export interface Notice {
  readonly organizationId: string
  readonly type: NotificationType
  readonly words: NoticeWords
  /** A path of the web app, such as `/posts/<id>`. */
  readonly link?: string
  /** The thing that it is about. */
  readonly subjectId?: string
  /** With the same key, a person is told only once, however often this runs. */
  readonly dedupeKey?: string
  /** Only owners and admins: whoever else could do nothing about it. */
  readonly managersOnly?: boolean
  /** Only these members; who has left is told nothing. */
  readonly userIds?: readonly string[]
}

const wanted = wantedSql({ type: 'n."type"', user: 'm.user_id' })

/** Tells the members of an organization who want it, in the caller's transaction. @returns how many were told */
export async function notify(transaction: Knex.Transaction, notice: Notice): Promise<number> {
  return notifyMany(transaction, [notice])
}

/** Tells many things at once: one statement, whatever their number. @returns the rows written */
export async function notifyMany(
  transaction: Knex.Transaction,
  notices: readonly Notice[],
): Promise<number> {
  if (notices.length === 0) return 0
  const { rowCount } = await transaction.raw<{ rowCount: number }>(
    `insert into notifications
       (organization_id, user_id, type, title, message, words, link, subject_id, dedupe_key, in_app,
        email_at)
     select m.organization_id, m.user_id, n."type", n."title", n."message", n."words", n."link",
       n."subjectId", n."dedupeKey", ${wanted.inApp}, ${wanted.emailAt}
     from jsonb_to_recordset(?::jsonb) as n("organizationId" uuid, "type" text, "title" text,
       "message" text, "words" jsonb, "link" text, "subjectId" uuid, "dedupeKey" text, "managersOnly" boolean,
       "userIds" uuid[])
     join team_members m on m.organization_id = n."organizationId"
       and (n."managersOnly" is not true or m.role in ('OWNER', 'ADMIN'))
       and (n."userIds" is null or m.user_id = any (n."userIds"))
     ${wanted.join}
     where ${wanted.condition}
     -- Always in this order, so that two that tell the same people do not wait for each other.
     order by m.user_id, n."dedupeKey"
     on conflict (user_id, dedupe_key) where dedupe_key is not null do nothing`,
    [JSON.stringify(notices.map((notice) => ({ ...notice, ...inEnglish(notice.words) })))],
  )
  return rowCount
}

/** A person's notifications, newest first: one more than `limit`, so that the page knows of a next one. */
export async function listNotifications(
  context: Context,
  principal: Principal,
  input: { readonly limit: number; readonly unread: boolean; readonly cursor?: string },
): Promise<Notification[]> {
  const query = Notification.query(context.database.api)
    .where({ user_id: principal.userId, in_app: true })
    .whereIn('organization_id', [...principal.organizationIds])
    .orderBy('id', 'desc')
    .limit(input.limit + 1)
  if (input.unread) void query.whereNull('read_at')
  if (input.cursor !== undefined) {
    void query.where(
      'id',
      '<',
      decodeCursor(context.config.urlSecret, listName(input), input.cursor),
    )
  }
  const rows = await read<object>(context.database, principal.organizationIds, query.toKnexQuery())
  return rows.map((row) => Notification.fromDatabaseJson(row))
}

/** The name of the list in its cursors: a cursor of the unread ones fits only these. */
export function listName(input: { readonly unread: boolean }): string {
  return input.unread ? 'notifications:unread' : 'notifications'
}

/**
 * Marks one as read; again is no change.
 *
 * @throws ApiError NOT_FOUND, for somebody else's too
 */
export async function markRead(
  context: Context,
  principal: Principal,
  id: string,
): Promise<Notification> {
  return inOrganizations(context.database, principal.organizationIds, async (transaction) => {
    const notification = await Notification.query(transaction)
      .where({ id, user_id: principal.userId, in_app: true })
      .whereIn('organization_id', [...principal.organizationIds])
      .patch({ readAt: transaction.raw('coalesce(read_at, clock_timestamp())') })
      .returning('*')
      .first()
    if (notification === undefined) throw notFound('Notification')
    return notification
  })
}

/** Marks all as read. @returns how many were not */
export async function markAllRead(context: Context, principal: Principal): Promise<number> {
  return inOrganizations(context.database, principal.organizationIds, (transaction) =>
    Promise.resolve(
      Notification.query(transaction)
        .where({ user_id: principal.userId, in_app: true })
        .whereIn('organization_id', [...principal.organizationIds])
        .whereNull('read_at')
        .patch({ readAt: transaction.raw('clock_timestamp()') }),
    ),
  )
}
