import type { Knex } from 'knex'

const firstDelaySeconds = 30
const longestDelaySeconds = 3_600
/** With the delays above: about a day. Links in mails have expired by then. */
const mostAttempts = 30
/** A provider that says "later" is believed for so long; what it says beyond is asked again then. */
const longestWaitSeconds = 86_400

/** The text held a secret link; once nothing will send it any more, nothing here needs it. */
const withoutText = { body_text: '', body_html: null, next_at: null } as const

/** The transport took it over. */
export async function noteSent(system: Knex, id: string, transport: string): Promise<void> {
  await system('mail_messages')
    .where({ id })
    .update({
      ...withoutText,
      // What the provider told may have come first.
      state: system.raw(`case when state = 'waiting' then 'sent' else state end`),
      sent_at: system.raw('clock_timestamp()'),
      sent_by: transport,
      error: null,
    })
}

/** Nothing goes to this address. */
export async function noteSuppressed(system: Knex, id: string, reason: string): Promise<void> {
  await system('mail_messages')
    .where({ id })
    .update({ ...withoutText, state: 'suppressed', error: reason })
}

/** It was refused, or did not get through this time: then it is tried again, later each time, for about a day. */
export async function noteFailed(
  system: Knex,
  mail: { readonly id: string; readonly attempts: number },
  failure: {
    readonly reason: string
    readonly refused: boolean
    readonly until: Date | undefined
  },
): Promise<void> {
  const { reason, refused, until } = failure
  if (refused || mail.attempts >= mostAttempts) {
    const state = refused ? 'refused' : 'given_up'
    await system('mail_messages')
      .where({ id: mail.id })
      .update({ ...withoutText, state, error: reason })
    return
  }
  const seconds = Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** (mail.attempts - 1))
  await system('mail_messages')
    .where({ id: mail.id })
    .update({
      error: reason,
      next_at: system.raw(
        `greatest(clock_timestamp() + :seconds * interval '1 second',
           least(cast(:until as timestamptz), clock_timestamp() + :longest * interval '1 second'))`,
        { seconds, until: until ?? '-infinity', longest: longestWaitSeconds },
      ),
    })
}
