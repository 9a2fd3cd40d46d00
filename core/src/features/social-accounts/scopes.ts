import type { OAuthScope } from '@t21/plugin-kit'
import type { SettledConnector } from '../../plugins/registry.ts'

/**
 * What the connector asks for under its settings and the person did not give, with what does not work without it; nothing
 * is known of a connector that is not ready.
 */
export function missingScopes(
  connector: SettledConnector | undefined,
  granted: readonly string[],
): readonly OAuthScope[] {
  return connector?.oauth.scopes.filter(({ name }) => !granted.includes(name)) ?? []
}
