/** A mail that is ready to be sent. */
export interface MailMessage {
  /** The same for every attempt to send this mail. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Something that delivers mail. */
export interface MailTransport {
  readonly name: string
  /** Resolves once the mail was taken over; rejects where it may be tried again. */
  send(message: MailMessage): Promise<void>
}
