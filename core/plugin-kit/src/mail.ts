/** A mail that is ready to be sent. */
export interface MailMessage {
  /** The same for every attempt to send this mail: what makes a message id, or a key against sending it twice. */
  readonly id: string
  /** As in the header: `T21 <hello@example.com>`. */
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Something that delivers mail. */
export interface MailTransport {
  readonly name: string
  /**
   * Resolves once the mail was taken over.
   *
   * @throws MailRefused where it will never be; any other error where it may be tried again
   */
  send(message: MailMessage): Promise<void>
  /** Ends connections that it keeps. */
  close?(): Promise<void>
}

/** Thrown by `send` for a mail that no later attempt would get through, such as one to an address that does not exist. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused'
}
