import type { Login } from '@t21/plugin-kit'
import type { LoadedPlugins } from '../../plugins/loader.ts'
import type { ProviderHosts } from '../../plugins/provider-host.ts'

/** All logins that are configured, by the id of their provider. None is chosen: people choose. */
export function openLogins({
  plugins,
  hosts,
}: {
  readonly plugins: Pick<LoadedPlugins, 'providers'>
  readonly hosts: ProviderHosts
}): ReadonlyMap<string, Login> {
  return new Map(
    plugins
      .providers('login')
      .map((ready) => [ready.provider.id, ready.provider.open(ready.settings, hosts(ready))]),
  )
}
