import type { Ai } from '@t21/plugin-kit'
import type { Config } from '../../config.ts'
import { chosenProvider } from '../../plugins/chosen-provider.ts'
import type { LoadedPlugins } from '../../plugins/loader.ts'
import type { OpenProvider } from '../../plugins/open-provider.ts'

/**
 * What asks AI models in this process; `null` where no plugin for it is ready.
 *
 * @throws Error that names the variable to set
 */
export function openAi({
  config,
  plugins,
  open,
}: {
  readonly config: Pick<Config, 'aiProvider'>
  readonly plugins: Pick<LoadedPlugins, 'providers'>
  readonly open: OpenProvider
}): Ai | null {
  const chosen = chosenProvider(plugins.providers('ai'), {
    variable: 'T21_AI',
    wanted: config.aiProvider,
  })
  if (chosen === undefined) return null
  return open(chosen)
}
