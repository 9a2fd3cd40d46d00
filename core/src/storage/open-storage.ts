import type { Storage } from '@t21/plugin-kit'
import type { Config } from '../config.ts'
import { chosenProvider } from '../plugins/chosen-provider.ts'
import type { LoadedPlugins } from '../plugins/loader.ts'
import type { OpenProvider } from '../plugins/open-provider.ts'
import type { ReadyProvider } from '../plugins/registry.ts'
import { openLocalStorage } from './local-storage.ts'

/** What is needed to open a storage. */
export interface StorageParts {
  readonly config: Pick<Config, 'storageProvider' | 'dataDir'>
  readonly plugins: Pick<LoadedPlugins, 'providers'>
  readonly open: OpenProvider
}

/**
 * The storage that is used: the folder of this machine, or the plugin of this id. That one is configured is no reason to use
 * it: its objects would be missing.
 *
 * @param asked its id, where it is not that of the configuration
 * @throws Error that names the variable to set
 */
export function chosenStorage(
  {
    config,
    plugins,
  }: {
    readonly config: Pick<Config, 'storageProvider'>
    readonly plugins: Pick<LoadedPlugins, 'providers'>
  },
  asked?: string,
): ReadyProvider<'storage'> | 'local' {
  const id = asked ?? config.storageProvider
  if (id === 'local') return id
  const ready = plugins.providers('storage')
  const variable = asked === undefined ? 'T21_STORAGE' : 'The storage that is asked for'
  const chosen = chosenProvider(ready, { variable, wanted: id })
  if (chosen === undefined) throw new Error(`There is no storage "${id}".`)
  return chosen
}

/** Opens the storage of {@link chosenStorage}. @throws Error that names the variable to set */
export function openStorage({ config, plugins, open }: StorageParts, asked?: string): Storage {
  const chosen = chosenStorage({ config, plugins }, asked)
  return chosen === 'local' ? openLocalStorage(config.dataDir) : open(chosen)
}
