import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { TObject } from 'typebox'

/** The variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>

/** What the environment says about a plugin. */
export type PluginSettings =
  | { readonly state: 'complete'; readonly settings: Readonly<Record<string, unknown>> }
  /** Variables that are needed and not set. */
  | { readonly state: 'incomplete'; readonly missing: readonly string[] }
  /** Sentences that name the variable, and never its value. */
  | { readonly state: 'wrong'; readonly problems: readonly string[] }

/** The variable of a setting: `clientId` of `my-net` is `MY_NET_CLIENT_ID`. */
export function variableOf(pluginId: string, setting: string): string {
  const snake = setting.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
  return `${pluginId}_${snake}`.replaceAll('-', '_').toUpperCase()
}

/**
 * Reads a plugin's settings from the environment, by its schema. Ajv and not TypeBox's own check,
 * since the schema may have been made by another copy of TypeBox.
 */
export function readPluginSettings(
  pluginId: string,
  schema: TObject,
  variables: Variables,
): PluginSettings {
  const settings: Record<string, unknown> = {}
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const raw = variables[variableOf(pluginId, name)]
    if (raw !== undefined && raw !== '') settings[name] = split(raw, property)
  }
  const ajv = new Ajv2020({ allErrors: true, useDefaults: true, coerceTypes: true, strict: false })
  addFormats.default(ajv)
  const check = ajv.compile(schema)
  if (check(settings)) return { state: 'complete', settings: Object.freeze(settings) }
  const errors = check.errors ?? []
  const wrong = errors.filter(({ keyword }) => keyword !== 'required')
  if (wrong.length > 0) {
    return { state: 'wrong', problems: wrong.map((error) => problem(pluginId, error)) }
  }
  const missing = errors.map(({ params }) =>
    variableOf(pluginId, String(params['missingProperty'])),
  )
  return { state: 'incomplete', missing }
}

function split(raw: string, property: unknown): unknown {
  const isList = (property as { type?: unknown }).type === 'array'
  return isList ? raw.split(',').map((item) => item.trim()) : raw
}

function problem(pluginId: string, { instancePath, message }: ErrorObject): string {
  const [, setting = ''] = instancePath.split('/')
  return `${variableOf(pluginId, setting)} ${message ?? 'is invalid'}.`
}
