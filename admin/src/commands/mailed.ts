import { ApiError, type Mailed } from '@t21/core/console'

/**
 * What to tell of a mail that was wished for.
 *
 * @throws ApiError RATE_LIMIT_EXCEEDED, CONFLICT: no mail was written
 */
export function toldOf(mailed: Mailed, email: string): string {
  if (mailed === 'sent') return `A mail is on its way to ${email}.`
  if (mailed === 'limited') {
    throw new ApiError(
      'RATE_LIMIT_EXCEEDED',
      `${email} was sent three of these within the hour. Wait, and let them look among what is taken for spam.`,
    )
  }
  throw new ApiError('CONFLICT', `No mail was sent: ${email} has nothing left to do by it.`)
}
