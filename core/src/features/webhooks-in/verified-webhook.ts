import type { WebhookRequest } from '@t21/plugin-kit'
import type { Context } from '../../context.ts'

/** Whose webhook it is, for the log. */
export type WebhookSource = { readonly platform: string } | { readonly provider: string }

/** By this process's clock: an unverified request costs no statement, and what senders allow is minutes. */
export function isVerified(
  context: Context,
  source: WebhookSource,
  verify: (now: Date) => boolean,
): boolean {
  try {
    return verify(new Date()) === true
  } catch (error) {
    context.log.error(aboutBug(source, error), 'a webhook could not be verified')
    return false
  }
}

/**
 * The events of a verified request. What cannot be understood is taken all the same: the same bytes would come again and
 * fail again, until the sender gives the callback up, and with it all that could be understood. What was to be told is
 * found by asking.
 */
export function understood<Event>(
  context: Context,
  source: WebhookSource,
  { rawBody }: WebhookRequest,
  parse: () => readonly Event[],
): readonly Event[] {
  try {
    return [...parse()]
  } catch (error) {
    const about = { ...aboutBug(source, error), bytes: rawBody.length }
    context.log.error(about, 'a webhook was not understood')
    return []
  }
}

/** Where it happened, without what was said there: the message of a parser quotes what it was given. */
export function aboutBug(source: WebhookSource, error: unknown): object {
  const { name, stack = '' } = error instanceof Error ? error : new TypeError()
  const at = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return { ...source, error: name, at: at.map((line) => line.trim()) }
}
