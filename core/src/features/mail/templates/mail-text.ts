/** What a template makes. */
export interface MailText {
  /** The template's name, kept beside the mail. */
  readonly template: string
  readonly subject: string
  readonly text: string
}
