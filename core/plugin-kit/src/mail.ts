import type { ProviderEvent, ProviderWebhook } from './provider-webhook.ts'

/** A mail that is ready to be sent. */
export interface MailMessage {
  /** The same for every attempt to send this mail: what makes a message id, or a key against sending it twice. */
  readonly id: string
  /** As in the header: `T21 <hello@example.com>`. */
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The same as `text`, as HTML; both are sent, and mail programs choose. */
  readonly html?: string | undefined
  readonly headers?: MailHeaders | undefined
  /** What the mail is about, such as `reset-password`: for the provider's figures. Letters, digits and hyphens. */
  readonly tag?: string | undefined
}

/** Headers that a mail may have besides those that every mail has. */
export interface MailHeaders {
  /** Addresses where one ends such mails, each in angle brackets (RFC 2369). */
  readonly 'List-Unsubscribe'?: string | undefined
  /** That a POST to that address ends them without a question (RFC 8058). */
  readonly 'List-Unsubscribe-Post'?: string | undefined
}

/**
 * What became of a mail that was taken over.
 *
 * - `delivered`: the receiver's server has it.
 * - `bounced`: it came back.
 * - `complained`: who received it called it spam.
 */
export interface MailEvent extends ProviderEvent {
  readonly kind: 'delivered' | 'bounced' | 'complained'
  /** The address that it went to. */
  readonly address: string
  /** Of what bounced: whether no mail to this address will ever arrive; otherwise the next one may. */
  readonly permanent: boolean
  /** {@link MailMessage.id}, where the provider gives back what it was told. */
  readonly messageId?: string | undefined
}

/** Something that delivers mail. */
export interface MailTransport {
  readonly name: string
  /** How it tells what became of mails; without it nothing is known of them once they are taken over. */
  readonly webhook?: ProviderWebhook<MailEvent>
  /**
   * Resolves once the mail was taken over. Where the provider knows keys against sending twice, `id` is that key.
   *
   * @throws MailRefused where it will never be; any other error where it may be tried again: a ProviderFailure with `until` not
   * before then
   */
  send(message: MailMessage): Promise<void>
  /** Ends connections that it keeps. */
  close?(): Promise<void>
}

/** What {@link MailRefused} carries besides its message. */
export interface MailRefusedDetails {
  readonly cause?: unknown
  /** What is refused: any mail to this `address`, or this `message` alone, which is what is assumed. */
  readonly of?: 'address' | 'message' | undefined
}

/** Thrown by `send` for a mail that no later attempt would get through, such as one to an address that does not exist. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused'
  readonly of: 'address' | 'message'

  constructor(message: string, details: MailRefusedDetails = {}) {
    super(message, { cause: details.cause })
    this.of = details.of ?? 'message'
  }
}
