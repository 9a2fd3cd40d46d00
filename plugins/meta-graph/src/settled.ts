import { isConnectorFailure, type ConnectorFailure, type FailureKind } from '@t21/plugin-kit'

/** Of these one is enough: they are about the account or the app, not about what was read. */
const ofAll: readonly FailureKind[] = [
  'reauth',
  'rate_limited',
  'quota',
  'account_restricted',
  'app_config',
]

/** True for a failure after which nothing else of the account needs to be asked. */
export function concernsAll({ kind }: ConnectorFailure): boolean {
  return ofAll.includes(kind)
}

/**
 * What many readings came to, one that failed by itself replaced by `instead`, so that it costs the others nothing.
 *
 * @throws ConnectorFailure that concerns the account or the app, and the first where every reading failed
 */
export function settled<Found, Instead>(
  outcomes: readonly (Found | ConnectorFailure)[],
  instead: Instead,
): (Found | Instead)[] {
  const failed = outcomes.filter(isConnectorFailure)
  const decisive = failed.find(concernsAll)
  if (decisive) throw decisive
  const [first] = failed
  if (first && failed.length === outcomes.length) throw first
  return outcomes.map((outcome) => (isConnectorFailure(outcome) ? instead : outcome))
}
