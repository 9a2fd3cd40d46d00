import type { Ai } from '@t21/plugin-kit'
import type { Config } from '../../config.ts'
import { chosenProvider } from '../../plugins/chosen-provider.ts'
import type { LoadedPlugins } from '../../plugins/loader.ts'
import type { OpenProvider } from '../../plugins/open-provider.ts'
import type { ReadyProvider } from '../../plugins/registry.ts'

interface AiParts {
  readonly config: Pick<Config, 'aiProvider'>
  readonly plugins: Pick<LoadedPlugins, 'providers'>
}

/** The plugin that AI models are asked by. @throws Error that names the variable to set */
export function chosenAi({ config, plugins }: AiParts): ReadyProvider<'ai'> | undefined {
  return chosenProvider(plugins.providers('ai'), {
    variable: 'T21_AI',
    wanted: config.aiProvider,
  })
}

/**
 * What asks AI models in this process; `null` where no plugin for it is ready.
 *
 * @throws Error that names the variable to set
 */
export function openAi(parts: AiParts & { readonly open: OpenProvider }): Ai | null {
  const chosen = chosenAi(parts)
  return chosen === undefined ? null : parts.open(chosen)
}
