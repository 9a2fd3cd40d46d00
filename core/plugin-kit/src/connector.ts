import type { TObject, Static } from 'typebox'
import type { RemoteAccount, AccountFacts } from './accounts.ts'
import type { Capabilities } from './capabilities.ts'
import { connectorProblems } from './connector.problems.ts'
import type { Grant, OAuth, OAuthCall } from './oauth.ts'
import type { DraftPart, PublishPart } from './parts.ts'
import type {
  Checkpoint,
  CommitResult,
  ConfirmResult,
  ConnectorCall,
  FindCall,
  FindResult,
  PostMetrics,
  PrepareResult,
} from './publishing.ts'
import type { Validation } from './validation.ts'

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
   * `https://api.x.com`. `call.http` refuses all others.
   */
  readonly hosts: readonly string[]
  /**
   * The settings; each property `clientId` is read from the environment as `<ID>_CLIENT_ID`, numbers and
   * booleans converted, lists separated by commas. `description` is their documentation. While a property
   * without a `default` that is not `Type.Optional` is missing, the connector is not used.
   */
  readonly settings: Schema
  readonly capabilities: Capabilities
  readonly oauth: OAuth<Static<Schema>>

  /** The accounts that a grant reaches; several where a person has to choose. */
  accounts(call: OAuthCall<Static<Schema>>, grant: Grant): Promise<readonly RemoteAccount[]>

  /** Joins text and hashtags as this network does; `appendHashtags` by default. Pure. */
  composeText?(text: string, hashtags: readonly string[]): string

  /**
   * What the network would refuse. Pure: used in the draft editor, when scheduling and before sending.
   *
   * @param parts the post, its thread and its first comment; options fit `capabilities.options`
   * @param account the account's facts; `null` in the editor, as long as no account is connected
   */
  validate(parts: readonly DraftPart[], account: AccountFacts | null): Validation

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
   * Removes a published post; one that is already gone counts as success. Needs `capabilities.remove`. Not
   * called by this version of T21.
   */
  remove?(call: ConnectorCall<Static<Schema>>, remoteId: string): Promise<void>

  /**
   * Numbers by remote id; an id that is missing in the answer has vanished. Needs `capabilities.metrics`. Not
   * called by this version of T21.
   */
  metrics?(
    call: ConnectorCall<Static<Schema>>,
    remoteIds: readonly string[],
  ): Promise<ReadonlyMap<string, PostMetrics>>
}

/**
 * Checks a connector's consistency and freezes it.
 *
 * @throws TypeError naming every member that is missing, wrong, or contradicts the capabilities
 */
export function defineConnector<Schema extends TObject>(
  connector: Connector<Schema>,
): Readonly<Connector<Schema>> {
  const problems = connectorProblems(connector)
  if (problems.length > 0) throw new TypeError(problems.join(' '))
  return Object.freeze(connector)
}
