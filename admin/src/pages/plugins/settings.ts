import { variableOf, type Context } from '@t21/core/console'

/** A setting of a plugin: its name and whether it is set, and never its value. */
export interface SettingState {
  readonly variable: string
  readonly set: boolean
  /** It has to be set, because nothing else is taken in its place. */
  readonly needed: boolean
}

/** Which variables a plugin is set by, and whether each is set; `null` where the plugin could not be read. */
export function settingsOf(
  { config, plugins }: Pick<Context, 'config' | 'plugins'>,
  pluginId: string,
): readonly SettingState[] | null {
  const schema = plugins.schemas?.get(pluginId)
  if (schema === undefined) return null
  const needed = new Set<string>(schema.required ?? [])
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const variable = variableOf(pluginId, name)
    return {
      variable,
      set: (config.variables[variable] ?? '') !== '',
      needed: needed.has(name) && !('default' in property),
    }
  })
}
