import { baseUrlOf, type ListeningConfig } from '../../base-url.ts'
import type { Config } from '../../config.ts'
import { isSameSecret, signatureOf } from '../../crypto/signature.ts'
import type { WaysOut } from '../mail/templates/mail-text.ts'
import type { NotificationType } from './notification-types.ts'
import { notificationTypes } from './preferences.ts'

/** Which mails of whom are to stop. */
export interface Unsubscribing {
  readonly userId: string
  readonly types: readonly NotificationType[]
}

type Secrets = ListeningConfig & Pick<Config, 'urlSecret'>

/**
 * Where these mails of this person are switched off, without a login and for as long as the mail is kept. The address can do
 * nothing else, and tells nothing but the person's id.
 */
export function unsubscribeUrl(config: Secrets, { userId, types }: Unsubscribing): string {
  const said = Buffer.from([userId, ...types].join(',')).toString('base64url')
  return `${baseUrlOf(config)}/v1/unsubscribe/${said}.${sign(config, said)}`
}

/** How a person ends these mails, or chooses among all. */
export function waysOutOf(
  config: Secrets & Pick<Config, 'frontendUrl'>,
  which: Unsubscribing,
): WaysOut {
  return {
    unsubscribeUrl: unsubscribeUrl(config, which),
    preferencesUrl: `${config.frontendUrl}/settings/notifications`,
  }
}

/** What the last part of such an address says; `undefined` for one that T21 did not make. */
export function readUnsubscribeToken(
  config: Pick<Config, 'urlSecret'>,
  token: string,
): Unsubscribing | undefined {
  const [said = '', signature = '', ...more] = token.split('.')
  if (more.length > 0 || !isSameSecret(sign(config, said), signature)) return undefined
  const [userId = '', ...names] = Buffer.from(said, 'base64url').toString().split(',')
  // A type may be gone since.
  return { userId, types: notificationTypes.filter((type) => names.includes(type)) }
}

function sign({ urlSecret }: Pick<Config, 'urlSecret'>, said: string): string {
  return signatureOf(urlSecret, ['unsubscribe', said])
}
