/** What a connector knows about one account beyond its id, kept as JSON with the account. */
export type AccountFacts = Readonly<Record<string, unknown>>

/** An account, page or profile that a grant reaches. */
export interface RemoteAccount {
  /** The network's stable id. */
  readonly platformUserId: string
  /** The handle without `@`. */
  readonly username: string
  readonly displayName?: string
  readonly avatarUrl?: string
  readonly profileUrl?: string
  /** Live abilities of this account, for example a longer text limit. Passed back in every call. */
  readonly facts: AccountFacts
  /** Where the account has a token of its own (a page), else the grant's is used. */
  readonly accessToken?: string
}

/** The account on whose behalf a call is made. */
export interface ConnectedAccount {
  readonly platformUserId: string
  readonly username: string
  readonly facts: AccountFacts
}
