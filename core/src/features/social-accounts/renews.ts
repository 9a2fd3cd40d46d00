import type { PluginRegistry } from '../../plugins/registry.ts'

/**
 * Whether an account with a refresh token is renewed by T21. Also where its plugin is not ready: that passes, and is no
 * reason to have people connect again.
 */
export function renews(connectors: PluginRegistry['connectors'], platform: string): boolean {
  const connector = connectors.get(platform)
  return connector === undefined || connector.oauth.refresh !== undefined
}
