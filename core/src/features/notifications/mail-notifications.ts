import type { Knex } from 'knex'
import type { Context } from '../../context.ts'
import { inSystem } from '../../db/tenancy.ts'
import { wordsFor } from '../mail/locales/words.ts'
import { enqueueMail, type NewMail } from '../mail/mail.service.ts'
import type { MailText, WaysOut } from '../mail/templates/mail-text.ts'
import {
  noticeMail,
  notificationsMail,
  type NoticeItem,
  type NoticeKind,
} from '../mail/templates/notifications.ts'
import type { NotificationType } from './notification-types.ts'
import { readNotice, type StoredNotice } from './notice-words.ts'
import { alwaysMailed } from './preferences.ts'
import { waysOutOf } from './unsubscribe-link.ts'

const batch = 200

/** What mailing needs of a process besides its database. */
type Parts = Pick<Context, 'config' | 'log'>

/** A notification that is to be mailed, and to whom. */
export interface Due extends StoredNotice {
  readonly id: string
  readonly userId: string
  readonly email: string
  readonly locale: string | null
  readonly type: NotificationType
  readonly link: string | null
}

/** What has words of its own in a mail. */
const kinds: Partial<Record<NotificationType, NoticeKind>> = {
  POST_FAILED: 'postFailed',
  POST_EXPIRED: 'postFailed',
  DELIVERY_NEEDS_ATTENTION: 'needsAttention',
  ACCOUNT_NEEDS_RECONNECT: 'reconnect',
  ACCOUNT_EXPIRES_SOON: 'reconnect',
  PAYMENT_FAILED: 'paymentFailed',
  LIMIT_REACHED: 'limitReached',
}

/**
 * Mails what people wanted by mail and have not read within the minute that it waited: one mail a person, with all that is due; what
 * nobody can switch off has a mail of its own.
 * It is put into the outbox by the commit that takes it off the list, so that it is mailed once, whoever dies in between. For the worker.
 *
 * @returns how many notifications are on their way
 */
export async function mailNotifications(
  context: Pick<Context, 'config' | 'database' | 'log'>,
): Promise<number> {
  let mailed = 0
  for (;;) {
    const { taken, told } = await inSystem(context.database, (transaction) =>
      mailBatch(context, transaction),
    )
    mailed += told
    if (taken < batch) return mailed
  }
}

async function mailBatch(
  parts: Parts,
  transaction: Knex.Transaction,
): Promise<{ readonly taken: number; readonly told: number }> {
  const { rows: ids } = await transaction.raw<{ rows: { id: string }[] }>(
    `update notifications set email_at = null where id in (
       select id from notifications where email_at <= clock_timestamp()
       order by email_at limit ? for update skip locked)
     returning id`,
    [batch],
  )
  if (ids.length === 0) return { taken: 0, told: 0 }
  // To nobody who left the organization meanwhile, and to no address that was not proved.
  const { rows } = await transaction.raw<{ rows: Due[] }>(
    `select n.id, n.user_id as "userId", u.email, u.locale, n.type, n.title, n.message, n.words, n.link
     from notifications n
     join users u on u.id = n.user_id and u.status = 'active' and u.email_verified_at is not null
     join team_members m on m.organization_id = n.organization_id and m.user_id = n.user_id
     join organizations o on o.id = n.organization_id and o.status = 'active'
     where n.id = any (cast(? as uuid[])) and n.read_at is null order by n.user_id, n.id`,
    [ids.map(({ id }) => id)],
  )
  for (const items of Map.groupBy(rows, ({ userId }) => userId).values()) {
    for (const mail of mailsOf(parts, items)) await enqueueMail(transaction, mail)
  }
  return { taken: ids.length, told: rows.length }
}

/** One mail with all of them; what nobody can switch off has one of its own. All are of one person. */
export function mailsOf(parts: Parts, items: readonly Due[]): NewMail[] {
  const [forced, wanted] = [true, false].map((always) =>
    items.filter(({ type }) => alwaysMailed.includes(type) === always),
  ) as [Due[], Due[]]
  const [first, ...rest] = wanted
  return [
    ...forced.map((item) => addressed([item], noticeOf(parts, item))),
    ...(first === undefined ? [] : [addressed(wanted, wantedMail(parts, first, rest))]),
  ]
}

function addressed(items: readonly Due[], mail: MailText): NewMail {
  const [{ userId, email }] = items as [Due]
  return { ...mail, userId, recipient: email, about: items.map(({ id }) => id) }
}

function wantedMail(parts: Parts, first: Due, rest: readonly Due[]): MailText {
  const items = [first, ...rest]
  const types = [...new Set(items.map(({ type }) => type))]
  const waysOut = waysOutOf(parts.config, { userId: first.userId, types })
  if (rest.length === 0) return noticeOf(parts, first, waysOut)
  return notificationsMail(wordsFor(first.locale), {
    items: items.map((item) => itemOf(parts, item)),
    waysOut,
  })
}

function noticeOf(parts: Parts, item: Due, waysOut?: WaysOut): MailText {
  return noticeMail(wordsFor(item.locale), {
    kind: kinds[item.type] ?? 'other',
    item: itemOf(parts, item),
    ...(waysOut && { waysOut }),
  })
}

function itemOf({ config, log }: Parts, item: Due): NoticeItem {
  const { link, locale } = item
  return {
    ...readNotice({ words: wordsFor(locale), log }, item),
    url: link === null ? null : `${config.frontendUrl}${link}`,
  }
}
