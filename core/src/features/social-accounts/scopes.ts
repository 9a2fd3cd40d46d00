import type { Connector, OAuthScope } from '@t21/plugin-kit'

/** What the connector asks for and the person did not give, with what does not work without it. */
export function missingScopes(
  connector: Readonly<Connector> | undefined,
  granted: readonly string[],
): readonly OAuthScope[] {
  return connector?.oauth.scopes.filter(({ name }) => !granted.includes(name)) ?? []
}
