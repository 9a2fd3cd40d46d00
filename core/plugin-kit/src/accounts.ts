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
   * Where the account has a token of its own (a page), else the grant's is used. T21 does not refresh it.
   */
  readonly accessToken?: string | undefined
  /** Of `accessToken`, from now; `undefined` where it does not expire. */
  readonly accessTokenExpiresInSeconds?: number | undefined
}

/** An account as the network shows it now: see `Connector.account`. */
export interface AccountState {
  /** Replaces what T21 has; `undefined` keeps it. */
  readonly username?: string | undefined
  readonly displayName?: string | undefined
  readonly avatarUrl?: string | undefined
  readonly profileUrl?: string | undefined
  /** All of them: they replace those that T21 has. */
  readonly facts: AccountFacts
  /** What the network lets this account do, and how much of it is left; empty where it does not tell. */
  readonly limits: readonly AccountLimit[]
}

/** An allowance of an account. */
export interface AccountLimit {
  /** What is counted, lower_snake_case: `posts`, `reels`, `containers`. */
  readonly name: string
  /** `null` where the network does not tell. */
  readonly used: number | null
  readonly total: number
  /** The length of the rolling or fixed window, in seconds. */
  readonly windowSeconds: number
}

/** The account on whose behalf a call is made. */
export interface ConnectedAccount {
  readonly platformUserId: string
  readonly username: string
  readonly facts: AccountFacts
}
