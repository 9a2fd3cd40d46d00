import type { Login } from '@t21/plugin-kit'
import type { LoadedPlugins } from '../../plugins/loader.ts'
import type { OpenProvider } from '../../plugins/open-provider.ts'

/** All logins that are configured, by the id of their provider. None is chosen: people choose. */
export function openLogins({
  plugins,
  open,
}: {
  readonly plugins: Pick<LoadedPlugins, 'providers'>
  readonly open: OpenProvider
}): ReadonlyMap<string, Login> {
  return new Map(plugins.providers('login').map((ready) => [ready.provider.id, open(ready)]))
}
