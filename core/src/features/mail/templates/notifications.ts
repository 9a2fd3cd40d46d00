import type { Words } from '../locales/words.ts'
import type { Messages } from '../locales/en.ts'
import { button, heading, note, paragraph, type Block } from './blocks.ts'
import { composeMail, type MailText, type WaysOut } from './mail-text.ts'

/** Something that a person is told. Title and message are as they stand in the app. */
export interface NoticeItem {
  readonly title: string
  readonly message: string
  /** Where it is shown. */
  readonly url: string | null
}

/** What a notification is about, where its mail has words of its own. */
export type NoticeKind = keyof Messages['notices']

/** The names of their templates. */
export const noticeTemplates = {
  postFailed: 'post-failed',
  needsAttention: 'needs-attention',
  reconnect: 'reconnect',
  paymentFailed: 'payment-failed',
  limitReached: 'limit-reached',
  other: 'notification',
} as const satisfies Record<NoticeKind, string>

/** Tells by mail what stands in the app, too. What has no way out is essential. */
export function noticeMail(
  words: Words,
  input: { readonly kind: NoticeKind; readonly item: NoticeItem; readonly waysOut?: WaysOut },
): MailText {
  const { kind, item, waysOut } = input
  const says = words.messages.notices[kind]
  return composeMail(words, {
    template: noticeTemplates[kind],
    subject: item.title,
    blocks: [
      heading(item.title),
      paragraph(item.message),
      ...(says.advice === '' ? [] : [note(says.advice)]),
      ...linkOf(says.button, item),
    ],
    ...orEssential(waysOut),
  })
}

/** Tells what came together. */
export function notificationsMail(
  words: Words,
  input: { readonly items: readonly NoticeItem[]; readonly waysOut?: WaysOut },
): MailText {
  const { items, waysOut } = input
  const says = words.messages.notifications
  return composeMail(words, {
    template: 'notifications',
    subject: says.subject({ count: items.length }),
    blocks: items.flatMap((item) => [
      heading(item.title),
      paragraph(item.message),
      ...linkOf(says.button, item),
    ]),
    ...orEssential(waysOut),
  })
}

function orEssential(waysOut: WaysOut | undefined) {
  return waysOut === undefined
    ? ({ necessity: 'essential' } as const)
    : ({ necessity: 'optional', waysOut } as const)
}

function linkOf(label: string, { url }: NoticeItem): Block[] {
  return url === null ? [] : [button(label, url)]
}
