import type { Words } from './locales/words.ts'
import { accountDeletedMail } from './templates/account-deleted.ts'
import { emailChangeAskedMail } from './templates/change-email-asked.ts'
import { confirmNewEmailMail, emailChangedMail } from './templates/change-email.ts'
import { invitationMail } from './templates/invitation.ts'
import { loginChangedMail } from './templates/login-changed.ts'
import type { MailText } from './templates/mail-text.ts'
import { noticeMail, notificationsMail } from './templates/notifications.ts'
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
  failed: 'Post not published',
  failedBecause:
    'Your post reached none of the networks you chose. CHIRP (@harbour): the picture is wider than 1.91 to 1.',
  unknown: 'Look at a post',
  unknownBecause: 'CHIRP (Harbour) took a post and lost the answer. It may be there.',
  reconnect: '@harbour has to be connected again',
  reconnectBecause: 'CHIRP ended the connection. Posts to this account wait until then.',
  payment: 'A payment did not go through',
  paymentBecause: 'The card ending in 4242 was declined. It is tried again on 27 November.',
  limit: 'The limit is reached: posts this month',
  limitBecause: '30 of 30 posts this month of your plan are used.',
  published: 'Post published',
  publishedBecause: 'Your post is on every network you chose.',
  best: 'Harbour fog and a very good cup: come by before nine',
  second: 'Beans from three hills, one morning',
} as const

const { organization, inviter } = exampleData
const notice = (
  title: keyof typeof exampleData,
  message: keyof typeof exampleData,
  url: string,
) => ({
  title: exampleData[title],
  message: exampleData[message],
  url,
})
const failed = notice('failed', 'failedBecause', post)
const reconnect = notice('reconnect', 'reconnectBecause', `${app}/brands/1/social-accounts/2`)

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
  example('invitation', (words) =>
    invitationMail(words, { link: `${app}/invitations`, organization, inviter, days: 7 }),
  ),
  example('post-failed', (words) =>
    noticeMail(words, { kind: 'postFailed', item: failed, waysOut }),
  ),
  example('needs-attention', (words) =>
    noticeMail(words, {
      kind: 'needsAttention',
      item: notice('unknown', 'unknownBecause', post),
      waysOut,
    }),
  ),
  example('reconnect', (words) =>
    noticeMail(words, { kind: 'reconnect', item: reconnect, waysOut }),
  ),
  example('payment-failed', (words) =>
    noticeMail(words, {
      kind: 'paymentFailed',
      item: notice('payment', 'paymentBecause', `${app}/subscription`),
    }),
  ),
  example('limit-reached', (words) =>
    noticeMail(words, {
      kind: 'limitReached',
      item: notice('limit', 'limitBecause', `${app}/usage`),
      waysOut,
    }),
  ),
  example('notification', (words) =>
    noticeMail(words, {
      kind: 'other',
      item: notice('published', 'publishedBecause', post),
      waysOut,
    }),
  ),
  example('notifications', (words) =>
    notificationsMail(words, { items: [failed, reconnect], waysOut }),
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
