import { inLanguage, say, type NoticeWords } from '../notifications/notice-words.ts'
import type { Words } from './locales/words.ts'
import { accountDeletedMail } from './templates/account-deleted.ts'
import { emailChangeAskedMail } from './templates/change-email-asked.ts'
import { confirmNewEmailMail, emailChangedMail } from './templates/change-email.ts'
import { exportAskedMail } from './templates/export-asked.ts'
import { invitationMail } from './templates/invitation.ts'
import { loginChangedMail } from './templates/login-changed.ts'
import type { MailText } from './templates/mail-text.ts'
import { noticeMail, notificationsMail, type NoticeItem } from './templates/notifications.ts'
import { passwordChangedMail } from './templates/password-changed.ts'
import { resetPasswordMail } from './templates/reset-password.ts'
import { verifyEmailMail } from './templates/verify-email.ts'
import { weeklySummaryMail } from './templates/weekly-summary.ts'

/** A mail with data that nobody lives by, to be looked at. */
export interface Example {
  readonly name: string
  make(words: Words): MailText
}

const app = 'https://app.example'
const link = `${app}/verify-email#token=t21v_0123456789abcdef`
const forgotLink = `${app}/forgot-password`
const waysOut = {
  unsubscribeUrl: 'https://api.example/v1/unsubscribe/example',
  preferencesUrl: `${app}/settings/notifications`,
}
const post = `${app}/posts/0199a1c2`

/** What people typed in the examples: no words of a language. */
export const exampleData = {
  organization: 'Harbour & Sons <Coffee>',
  inviter: 'ada@example.com',
  platform: 'CHIRP',
  username: 'harbour',
  refused: 'The picture is wider than 1.91 to 1.',
  lost: 'The network took the post and its answer was lost. It may be there.',
  ended: 'The network ended the connection.',
  best: 'Harbour fog and a very good cup: come by before nine',
  second: 'Beans from three hills, one morning',
} as const

const { organization, inviter, platform, username, refused, lost, ended } = exampleData
const reasons = [{ platform, username, reason: refused }]
const failed = notice(say('postNotPublished', { reasons, more: 0 }), post)
const reconnect = notice(
  say('accountNeedsReconnect', { username, reason: ended }),
  `${app}/brands/1/social-accounts/2`,
)
const unknown = notice(say('needsAttention', { platform, reason: lost }), post)
const late = notice(
  say('paymentFailed', { plan: 'PRO', day: '2026-11-27T09:00:00Z' }),
  `${app}/subscription`,
)
const limit = notice(say('limitReached', { metric: 'posts', used: 30, limit: 30 }), `${app}/usage`)
const published = notice(say('postPublished'), post)

/** Every mail that T21 sends. */
export const examples: readonly Example[] = [
  example('verify-email', (words) => verifyEmailMail(words, { link, hours: 24 })),
  example('reset-password', (words) => resetPasswordMail(words, { link, minutes: 60 })),
  example('password-changed', (words) =>
    passwordChangedMail(words, { ended: 'every session', forgotLink }),
  ),
  example('second-factor-on', (words) =>
    loginChangedMail(words, { what: 'secondFactorOn', forgotLink }),
  ),
  example('second-factor-off', (words) =>
    loginChangedMail(words, { what: 'secondFactorOff', forgotLink }),
  ),
  example('recovery-codes-renewed', (words) =>
    loginChangedMail(words, { what: 'recoveryCodesRenewed', forgotLink }),
  ),
  example('recovery-code-used', (words) =>
    loginChangedMail(words, { what: 'recoveryCodeUsed', left: 9, forgotLink }),
  ),
  example('login-linked', (words) =>
    loginChangedMail(words, { what: 'linked', provider: 'Example', forgotLink }),
  ),
  example('login-unlinked', (words) =>
    loginChangedMail(words, { what: 'unlinked', provider: 'Example', forgotLink }),
  ),
  example('confirm-new-email', (words) => confirmNewEmailMail(words, { link, minutes: 60 })),
  example('email-changed', emailChangedMail),
  example('email-change-asked', (words) => emailChangeAskedMail(words, { forgotLink })),
  example('account-deleted', accountDeletedMail),
  example('export-asked', (words) =>
    exportAskedMail(words, { link: `${app}/settings/exports/0199a1c2` }),
  ),
  example('invitation', (words) =>
    invitationMail(words, { link: `${app}/invitations`, organization, inviter, days: 7 }),
  ),
  example('post-failed', (words) =>
    noticeMail(words, { kind: 'postFailed', item: failed(words), waysOut }),
  ),
  example('needs-attention', (words) =>
    noticeMail(words, { kind: 'needsAttention', item: unknown(words), waysOut }),
  ),
  example('reconnect', (words) =>
    noticeMail(words, { kind: 'reconnect', item: reconnect(words), waysOut }),
  ),
  example('payment-failed', (words) =>
    noticeMail(words, { kind: 'paymentFailed', item: late(words) }),
  ),
  example('limit-reached', (words) =>
    noticeMail(words, { kind: 'limitReached', item: limit(words), waysOut }),
  ),
  example('notification', (words) =>
    noticeMail(words, { kind: 'other', item: published(words), waysOut }),
  ),
  example('notifications', (words) =>
    notificationsMail(words, { items: [failed(words), reconnect(words)], waysOut }),
  ),
  example('weekly-summary', (words) =>
    weeklySummaryMail(words, {
      from: '2026-11-16',
      to: '2026-11-22',
      organizations: [
        {
          organization,
          published: 12,
          failed: 1,
          scheduled: 4,
          best: [
            { content: exampleData.best, engagements: 1_204, impressions: 20_310 },
            { content: exampleData.second, engagements: 87, impressions: null },
          ],
        },
      ],
      url: `${app}/analytics`,
      waysOut,
    }),
  ),
]

function example(name: string, make: (words: Words) => MailText): Example {
  return { name, make }
}

function notice(says: NoticeWords, url: string): (words: Words) => NoticeItem {
  return (words) => ({ ...inLanguage(words, says), url })
}
