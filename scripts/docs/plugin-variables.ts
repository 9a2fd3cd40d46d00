import { readConfig } from '../../core/src/config.ts'
import { loadPlugins } from '../../core/src/plugins/loader.ts'
import { variableOf } from '../../core/src/plugins/plugin-settings.ts'

/** A setting of an installed plugin. */
export interface PluginVariable {
  readonly plugin: string
  readonly variable: string
  readonly about: string
  readonly required: boolean
  readonly fallback: string | undefined
}

/** The settings of the plugins that are installed, in their order. @throws Error for one that does not load */
export async function pluginVariables(rootDirectory: string): Promise<PluginVariable[]> {
  const { records, schemas } = await loadPlugins({
    rootDirectory,
    config: readConfig({ NODE_ENV: 'test', T21_SANDBOX: 'off' }),
    log: { warn: (details, message) => console.error(message, details) },
  })
  const broken = records.find(({ status }) => status.state === 'failed')
  if (broken !== undefined) throw new Error(`The plugin ${broken.id} does not load.`)
  return [...schemas].flatMap(([id, settings]) =>
    Object.entries(settings.properties).map(([name, property]) => {
      const { description = '', default: fallback } = property as {
        description?: string
        default?: unknown
      }
      return {
        plugin: id,
        variable: variableOf(id, name),
        about: description,
        required: settings.required?.includes(name) === true && fallback === undefined,
        fallback: written(fallback),
      }
    }),
  )
}

/** A default as it would stand in the environment: lists have commas. */
function written(fallback: unknown): string | undefined {
  if (typeof fallback === 'string') return fallback
  return Array.isArray(fallback) ? fallback.join(',') : JSON.stringify(fallback)
}
