import type { ConnectorHttp } from './http.ts'

/** A scope that the connector asks for. */
export interface OAuthScope {
  readonly name: string
  readonly required: boolean
  /** What does not work without it, as a sentence. */
  readonly without: string
}

/** What the network granted. */
export interface Grant {
  readonly accessToken: string
  /**
   * `undefined` where the answer brought none: T21 then keeps the one it has. Where an access token renews
   * itself, it is its own refresh token: give it here too.
   */
  readonly refreshToken?: string | undefined
  /** Seconds from now; `undefined` where the network does not tell, which is not "never". */
  readonly expiresInSeconds?: number | undefined
  /** Of the refresh token, from now; `undefined` where it does not expire or the network does not tell. */
  readonly refreshTokenExpiresInSeconds?: number | undefined
  /** The network's id of the person who granted, where its webhooks name that person instead of the account. */
  readonly userId?: string | undefined
  /** Those that were granted; empty where a refresh does not tell: T21 then keeps the ones it has. */
  readonly scopes: readonly string[]
}

/** What an OAuth call gets. */
export interface OAuthCall<Settings> {
  readonly http: ConnectorHttp
  readonly settings: Settings
}

/** The scopes under these settings. A method's type, so that a connector of some settings is a connector. */
type ScopesOf<Settings> = { of(settings: Settings): readonly OAuthScope[] }['of']

/** The scopes that are asked for under these settings. */
export function scopesOf<Settings>(
  { scopes }: Pick<OAuth<Settings>, 'scopes'>,
  settings: Settings,
): readonly OAuthScope[] {
  return typeof scopes === 'function' ? scopes(settings) : scopes
}

/** How an account is connected. */
export interface OAuth<Settings> {
  /** What is asked for. A function where it depends on the settings: pure, the same for the same settings. */
  readonly scopes: readonly OAuthScope[] | ScopesOf<Settings>
  /**
   * Where the person's browser goes. Pure. T21 makes `state` and the PKCE challenge (S256); a network without
   * PKCE is sent no challenge and no verifier.
   */
  authorizeUrl(input: {
    readonly settings: Settings
    readonly redirectUri: string
    readonly state: string
    readonly codeChallenge: string
  }): string
  /**
   * Exchanges the code.
   *
   * @throws ConnectorFailure `reauth` for a refused code, `app_config` for refused client credentials
   */
  exchange(
    call: OAuthCall<Settings>,
    input: {
      readonly code: string
      readonly redirectUri: string
      readonly codeVerifier: string
    },
  ): Promise<Grant>
  /**
   * Renews a grant. T21 calls it once at a time per account and stores the answer before it is used. Absent
   * where tokens cannot be renewed: people are told to connect again. Each account keeps its own copy of the grant: where
   * the network gives a new refresh token with each renewal, a grant must not reach several accounts, unless `accounts`
   * gives each an `accessToken` of its own.
   *
   * @throws ConnectorFailure `reauth` only on the network's own word that the grant is dead.
   */
  refresh?(
    call: OAuthCall<Settings>,
    input: { readonly refreshToken: string; readonly accessToken: string },
  ): Promise<Grant>
  /** Gives the grant back. A grant that is already dead counts as success. */
  revoke?(
    call: OAuthCall<Settings>,
    input: { readonly accessToken: string; readonly refreshToken?: string },
  ): Promise<void>
}
