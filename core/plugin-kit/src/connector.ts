import type { Static, TObject, TSchema } from 'typebox'
import type { AccountFacts, AccountState, ConnectedAccount, RemoteAccount } from './accounts.ts'
import type { Capabilities } from './capabilities.ts'
import { connectorProblems } from './connector.problems.ts'
import { deepFrozen } from './deep-frozen.ts'
import type { PictureFit } from './media.ts'
import type { Grant, OAuth, OAuthCall } from './oauth.ts'
import type { DraftPart, PublishPart } from './parts.ts'
import type {
  AccountMetrics,
  CancelResult,
  Checkpoint,
  CommitResult,
  ConfirmResult,
  ConnectorCall,
  FindCall,
  FindResult,
  MetricsQuery,
  PostMetrics,
  PrepareResult,
  Published,
} from './publishing.ts'
import type { Validation } from './validation.ts'
import type { Webhook } from './webhook.ts'

/**
 * A social network. Make one with {@link defineConnector}.
 *
 * The four verbs are chosen so that the answer to "the process died here" is always known:
 * `prepare`, `confirm` and `find` may be repeated at any time; `commit` is called once per attempt,
 * after T21 has written down its intent, and is followed by `find` whenever its outcome is unknown.
 */
export interface Connector<Schema extends TObject = TObject> {
  /** As in the manifest: `twitter`. Lower case letters, digits and hyphens. */
  readonly id: string
  /** The platform's name in the API, upper case: `TWITTER`. */
  readonly platform: string
  /** As people write it: `X`. */
  readonly displayName: string
  /**
   * Every origin that the connector talks to or sends browsers to, without a path or a slash at the end:
   * `https://api.x.com`; `https://*.tiktokapis.com` stands for all names directly below. `call.http` refuses all
   * others. A function where the settings name the host.
   */
  readonly hosts: readonly string[] | HostsOf<Static<Schema>>
  /**
   * The settings; each property `clientId` is read from the environment as `<ID>_CLIENT_ID`, numbers and
   * booleans converted, lists separated by commas. `description` is their documentation. While a property
   * without a `default` that is not `Type.Optional` is missing, the connector is not used.
   */
  readonly settings: Schema
  readonly capabilities: Capabilities
  readonly oauth: OAuth<Static<Schema>>
  /** The version of the network's API that is spoken under these settings; absent where it has none. Pure. */
  apiVersion?(settings: Static<Schema>): ApiVersion

  /** The accounts that a grant reaches; several where a person has to choose. */
  accounts(call: OAuthCall<Static<Schema>>, grant: Grant): Promise<readonly RemoteAccount[]>

  /**
   * The account as it is now: its name, its live abilities, what is left of its limits. Asked after connecting, once a day,
   * before options are shown, and when a webhook says that something changed.
   *
   * @throws ConnectorFailure `reauth` where the grant is dead, `account_restricted` where the network locked it
   */
  account?(call: ConnectorCall<Static<Schema>>): Promise<AccountState>

  /**
   * `capabilities.options` with what holds for this account now: choices as `oneOf` of `const` and `title`, so that a form
   * needs no knowledge of the network.
   *
   * @param input.search what a person typed, to look for places, people and the like; those found are the choices
   */
  accountOptions?(
    call: ConnectorCall<Static<Schema>>,
    input: { readonly search?: string | undefined },
  ): Promise<TSchema>

  /** Joins text and hashtags as this network does; `appendHashtags` by default. Pure. */
  composeText?(text: string, hashtags: readonly string[]): string

  /**
   * What the network would refuse. Pure: used in the draft editor, when scheduling and before sending.
   *
   * @param parts the post, its thread and its first comment; options fit `capabilities.options`, pictures are as `fit` asked
   * @param account the account's facts; `null` in the editor, as long as no account is connected
   */
  validate(
    parts: readonly DraftPart[],
    account: AccountFacts | null,
    settings: Static<Schema>,
  ): Validation

  /**
   * What each file of a part has to be, in order, so that T21 can convert, scale, pad or crop a picture before `validate`
   * and `prepare` see it; `null` for what is taken as it is. Pure.
   */
  fit?(part: DraftPart, account: AccountFacts | null): readonly (PictureFit | null)[]

  /**
   * Uploads and the like: whatever is needed and not visible yet. One step a call. Repeatable.
   *
   * @param checkpoint of the last call for this part; `null` at the first
   * @throws ConnectorFailure which T21 acts on by its kind: see {@link failures}
   */
  prepare(
    call: ConnectorCall<Static<Schema>>,
    part: PublishPart,
    checkpoint: Checkpoint | null,
  ): Promise<PrepareResult>

  /**
   * The one call that makes the part visible. Exactly one request. Never repeated by itself.
   *
   * @param checkpoint the one with which `prepare` was `ready`
   * @throws ConnectorFailure; which kinds mean "nothing was published" is said at {@link failures}
   */
  commit(
    call: ConnectorCall<Static<Schema>>,
    part: PublishPart,
    checkpoint: Checkpoint,
  ): Promise<CommitResult>

  /**
   * Asks after an accepted part. Read only. Needed where `commit` may answer `accepted`. After 24 hours
   * without an end, `find` is asked instead.
   *
   * @throws ConnectorFailure `content_rejected` where the network refused the part in the end; after any
   * other it is asked again
   */
  confirm?(
    call: ConnectorCall<Static<Schema>>,
    part: PublishPart,
    checkpoint: Checkpoint,
  ): Promise<ConfirmResult>

  /**
   * Asks the network to give up an accepted part that it still works on. Best effort, repeatable: T21 goes on with `confirm`,
   * whose word counts, and which throws `canceled` where the network gave it up. Needs `confirm`.
   *
   * @returns `too_late` where the network says that this one cannot be called off any more
   */
  cancel?(
    call: ConnectorCall<Static<Schema>>,
    part: PublishPart,
    checkpoint: Checkpoint,
  ): Promise<CancelResult>

  /**
   * Answers "did it happen?". Read only. `absent` only where the network showed everything since
   * `call.intentAt`; `cannot_tell` otherwise.
   *
   * @param checkpoint the one that `commit` was given
   * @throws ConnectorFailure where the network cannot be read at the moment; it is asked again
   */
  find(
    call: FindCall<Static<Schema>>,
    part: PublishPart,
    checkpoint: Checkpoint,
  ): Promise<FindResult>

  /**
   * The real id of a post that was published as `provisional`; still provisional where the network has not given it one
   * yet. Read only.
   */
  resolve?(call: ConnectorCall<Static<Schema>>, published: Published): Promise<Published>

  /**
   * The id of the post or comment at an address that a person gives; `undefined` where the address does not tell it.
   * Without this function, what a person has seen is recorded under no id. Pure.
   */
  idAt?(url: string, account: ConnectedAccount): string | undefined

  /** Removes a published post; one that is already gone counts as success. Needs `capabilities.remove`. */
  remove?(call: ConnectorCall<Static<Schema>>, remoteId: string): Promise<void>

  /**
   * Numbers by remote id; an id that is missing in the answer has vanished. Needs `capabilities.metrics`.
   *
   * @param posts at most `capabilities.metrics.perCall`
   */
  metrics?(
    call: ConnectorCall<Static<Schema>>,
    posts: readonly MetricsQuery[],
  ): Promise<ReadonlyMap<string, PostMetrics>>

  /** Numbers of the account itself. */
  accountMetrics?(call: ConnectorCall<Static<Schema>>): Promise<AccountMetrics>

  /** What the network tells by itself. Absent where it tells nothing. */
  readonly webhook?: Webhook<Static<Schema>>
}

/** The hosts under these settings. A method's type, so that a connector of some settings is a connector. */
type HostsOf<Settings> = { of(settings: Settings): readonly string[] }['of']

/** A version of a network's API. */
export interface ApiVersion {
  /** As the network writes it: `v25.0`, `202609`. */
  readonly version: string
  /** The day it ends, `2028-07-29`; `null` where the network has not said. T21 warns 60 days before. */
  readonly endOfLife: string | null
}

/**
 * Checks a connector's consistency and freezes it, however deep.
 *
 * @throws TypeError naming every member that is missing, wrong, or contradicts the capabilities
 */
export function defineConnector<Schema extends TObject>(
  connector: Connector<Schema>,
): Readonly<Connector<Schema>> {
  const problems = connectorProblems(connector)
  if (problems.length > 0) throw new TypeError(problems.join(' '))
  return deepFrozen(connector)
}
