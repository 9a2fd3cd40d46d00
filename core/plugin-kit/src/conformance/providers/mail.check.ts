import type { MailMessage, MailTransport } from '../../mail.ts'
import type { ReceivedWebhook } from '../../sandbox/receive-webhooks.ts'
import type { Expectations } from './expectations.ts'

/** A mail as the server that took it reads it. */
export interface ArrivedMail {
  /** The address alone. */
  readonly from: string
  /** Everybody whom the server would deliver it to. */
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html: string | undefined
  /** By lower-case name, unfolded. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * How the server answers.
 *
 * - `takes`: it takes the mail.
 * - `no such address`, `bad message`: it will never take it, because of the one or the other.
 * - `busy`, `broken`: not now.
 * - `wrong key`: it does not know who hands the mail in.
 */
export type MailAnswer =
  | 'takes'
  | 'no such address'
  | 'bad message'
  | 'busy'
  | 'broken'
  | 'wrong key'

/** A server of the provider's kind that the test runs, or the emulation of the provider. */
export interface MailServer {
  /** What it took, oldest first. */
  taken(): readonly ArrivedMail[]
  /**
   * How it answers from now on.
   *
   * @returns what a mail has to be for that, where the server looks at the mail to decide
   */
  answers(how: MailAnswer): Promise<Partial<MailMessage> | undefined>
}

/** What becomes of a mail that was taken; what bounces for now may arrive the next time. */
export type MailFate = 'delivered' | 'bounced' | 'bounced for now' | 'complained'

/** How the provider tells what became of mails, by webhooks that it sends itself. */
export interface MailWebhooks {
  /** An address for each fate: mail to it ends so. */
  readonly addresses: Readonly<Record<MailFate, string>>
  /** Headers of which nothing may be changed on the way, in lower case. */
  readonly signedHeaders: readonly string[]
  /** What came so far, oldest first. */
  received(): readonly ReceivedWebhook[]
}

/** What is tested. */
export interface MailConformanceOptions {
  /** Opens the transport, against the server. Called once. */
  open(): MailTransport
  readonly server: MailServer
  /** Whether the server knows keys against taking a mail twice. */
  readonly knowsKeys: boolean
  /** Settings that must stand in no error. */
  readonly secrets: readonly string[]
  /** Where the provider tells what became of mails. */
  readonly webhooks?: MailWebhooks
}

/** What a check works with. */
export interface MailBench extends MailConformanceOptions {
  readonly transport: MailTransport
}

/** One promise of the contract, tried. */
export interface MailCheck {
  /** The name of the subtest. */
  readonly name: string
  /** True where it is about what the provider tells by itself. */
  readonly webhook?: true
  run(bench: MailBench, expect: Expectations): Promise<void>
}
