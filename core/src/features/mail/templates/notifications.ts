import type { MailText } from './mail-text.ts'

/** Something that a person is told. */
interface Item {
  readonly title: string
  readonly message: string
  /** A path of the web app. */
  readonly link: string | null
}

/** Tells by mail what stands in the app, too: one thing, or what came together. */
export function notificationsMail(input: {
  readonly frontendUrl: string
  readonly items: readonly Item[]
}): MailText {
  const { frontendUrl, items } = input
  const [only] = items
  const parts = items.map(({ title, message, link }) =>
    [title, message, ...(link === null ? [] : [`${frontendUrl}${link}`])].join('\n'),
  )
  return {
    template: 'notifications',
    // A title is made from what people typed; a subject has one line.
    subject:
      items.length === 1 && only !== undefined
        ? only.title.replaceAll(/\s+/g, ' ').slice(0, 200)
        : `${items.length} notifications`,
    text: `${parts.join('\n\n')}

You choose what comes by mail here: ${frontendUrl}/settings/notifications
`,
  }
}
