/** What is kept from the beginning of a login to its end, in T21 and never in the browser. */
export interface LoginAttempt {
  /** Where the provider sends the browser back to. */
  readonly redirectUri: string
  /** Random; comes back with the answer. */
  readonly state: string
  /** Random; comes back signed, where the provider signs who somebody is. */
  readonly nonce: string
  /** Random; proves that who ends the login has begun it (RFC 7636). */
  readonly codeVerifier: string
}

/** Who somebody is, as a login provider says. */
export interface LoginIdentity {
  /** The provider's id of the person: never changes, and is never given to another. Not the address. */
  readonly subject: string
  /** `null` where the person or the provider keeps it to themselves. */
  readonly email: string | null
  /** The provider says that the address belongs to this person. */
  readonly emailVerified: boolean
  readonly name: string | null
  readonly avatarUrl: string | null
}

/** Something that says who somebody is. */
export interface Login {
  /** As people write it on a button: `Google`. */
  readonly name: string
  /** Where to send the browser. @throws ProviderFailure */
  begin(attempt: LoginAttempt): Promise<{ readonly url: string }>
  /**
   * Reads the answer that the browser brought back, whole: an error in it too.
   *
   * @param answer the query of the callback, or the form that was posted to it
   * @throws ProviderFailure `declined` where the person said no; `refused` for an answer that is not this attempt's, not this
   * provider's, too old, or signed by somebody else
   */
  finish(answer: URLSearchParams, attempt: LoginAttempt): Promise<LoginIdentity>
}
