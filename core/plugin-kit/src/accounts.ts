/** What a connector knows about one account beyond its id, kept as JSON with the account. */
export type AccountFacts = Readonly<Record<string, unknown>>

/** An account, page or profile that a grant reaches. */
export interface RemoteAccount {
  /** The network's stable id. */
  readonly platformUserId: string
  /** The handle without `@`. */
  readonly username: string
  readonly displayName?: string | undefined
  readonly avatarUrl?: string | undefined
  readonly profileUrl?: string | undefined
  /**
   * Live abilities of this account, for example a longer text limit; `{}` where there are none. Passed back
   * to `validate` and in every call; T21 itself does not look into them.
   */
  readonly facts: AccountFacts
  /**
   * Where the account has a token of its own (a page), else the grant's is used. T21 takes it for one that
   * does not expire, and does not refresh it.
   */
  readonly accessToken?: string | undefined
}

/** The account on whose behalf a call is made. */
export interface ConnectedAccount {
  readonly platformUserId: string
  readonly username: string
  readonly facts: AccountFacts
}
