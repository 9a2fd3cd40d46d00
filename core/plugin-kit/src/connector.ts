import type { TObject, Static } from 'typebox'
import type { RemoteAccount, AccountFacts } from './accounts.ts'
import type { Capabilities } from './capabilities.ts'
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
  /** As in the manifest: `twitter`. */
  readonly id: string
  /** The platform's name in the API, upper case: `TWITTER`. */
  readonly platform: string
  /** As people write it: `X`. */
  readonly displayName: string
  /** Every origin that the connector talks to or sends browsers to: `https://api.x.com`. */
  readonly hosts: readonly string[]
  /**
   * The settings; each property `clientId` is read from the environment as `<ID>_CLIENT_ID`. Use
   * `description` for the documentation and `default` where there is one.
   */
  readonly settings: Schema
  readonly capabilities: Capabilities
  readonly oauth: OAuth<Static<Schema>>

  /** The accounts that a grant reaches; several where a person has to choose. */
  accounts(call: OAuthCall<Static<Schema>>, grant: Grant): Promise<readonly RemoteAccount[]>

  /** Joins text and hashtags as this network does; `appendHashtags` by default. Pure. */
  composeText?(text: string, hashtags: readonly string[]): string

  /** What the network would refuse. Pure: used in the draft editor, when scheduling and before sending. */
  validate(parts: readonly DraftPart[], account: AccountFacts | null): Validation

  /** Uploads and the like: whatever is needed and not visible yet. One step a call. Repeatable. */
  prepare(
    call: ConnectorCall<Static<Schema>>,
    part: PublishPart,
    checkpoint: Checkpoint | null,
  ): Promise<PrepareResult>

  /** The one call that makes the part visible. Exactly one request. Never repeated by itself. */
  commit(
    call: ConnectorCall<Static<Schema>>,
    part: PublishPart,
    checkpoint: Checkpoint,
  ): Promise<CommitResult>

  /** Asks after an accepted part. Read only. */
  confirm?(
    call: ConnectorCall<Static<Schema>>,
    part: PublishPart,
    checkpoint: Checkpoint,
  ): Promise<ConfirmResult>

  /** Answers "did it happen?". Read only. */
  find(
    call: FindCall<Static<Schema>>,
    part: PublishPart,
    checkpoint: Checkpoint,
  ): Promise<FindResult>

  /** Removes a published post; one that is already gone counts as success. Needs `capabilities.remove`. */
  remove?(call: ConnectorCall<Static<Schema>>, remoteId: string): Promise<void>

  /** Numbers by remote id; an id that is missing in the answer has vanished. Needs `capabilities.metrics`. */
  metrics?(
    call: ConnectorCall<Static<Schema>>,
    remoteIds: readonly string[],
  ): Promise<ReadonlyMap<string, PostMetrics>>
}

/**
 * Checks a connector's consistency and freezes it.
 *
 * @throws TypeError naming the member that is missing or contradicts the capabilities
 */
export function defineConnector<Schema extends TObject>(
  connector: Connector<Schema>,
): Readonly<Connector<Schema>> {
  for (const problem of connectorProblems(connector)) throw new TypeError(problem)
  return Object.freeze(connector)
}

/** What is wrong with the shape of a connector, in sentences; empty for a good one. */
export function connectorProblems(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return ['A connector must be an object.']
  const connector = value as Partial<Record<keyof Connector, unknown>>
  const problems: string[] = []
  for (const member of ['id', 'platform', 'displayName'] as const) {
    if (typeof connector[member] !== 'string') problems.push(`"${member}" must be a string.`)
  }
  if (typeof connector.platform === 'string' && !/^[A-Z][A-Z0-9_]*$/.test(connector.platform)) {
    problems.push('"platform" must be upper case, such as "TWITTER".')
  }
  if (!Array.isArray(connector.hosts) || connector.hosts.length === 0) {
    problems.push('"hosts" must list at least one origin, such as "https://api.x.com".')
  }
  for (const member of ['settings', 'capabilities', 'oauth'] as const) {
    if (typeof connector[member] !== 'object' || connector[member] === null) {
      problems.push(`"${member}" must be an object.`)
    }
  }
  for (const member of ['accounts', 'validate', 'prepare', 'commit', 'find'] as const) {
    if (typeof connector[member] !== 'function') problems.push(`"${member}" must be a function.`)
  }
  const capabilities = connector.capabilities as Partial<Capabilities> | undefined
  for (const member of ['remove', 'metrics'] as const) {
    if (Boolean(capabilities?.[member]) !== (typeof connector[member] === 'function')) {
      problems.push(`"capabilities.${member}" must be true exactly when "${member}" is a function.`)
    }
  }
  return problems
}
