/** Why a request to an address given by a user was not made, or not finished. */
export type RefusalReason =
  /** The address itself: not https, another port, a password in it. */
  | 'url'
  /** The host leads to a private network, or nowhere. */
  | 'address'
  | 'redirect'
  /** Any status but 200, or an encoded body. */
  | 'answer'
  | 'too_large'
  | 'timeout'
  | 'unreachable'

/** Thrown by the guarded client. The message is a sentence for the person who gave the address. */
export class UrlRefused extends Error {
  override readonly name = 'UrlRefused'
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.reason = reason
  }
}
