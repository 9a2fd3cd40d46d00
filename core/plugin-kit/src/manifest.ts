import { Type, type Static } from 'typebox'

/** The kinds of plugin that T21 knows. */
export const pluginKinds = [
  'ai',
  'billing',
  'connector',
  'login',
  'mail',
  'sandbox',
  'storage',
] as const

/**
 * The `t21` field of a plugin's package.json: `{ "kind": "connector", "id": "twitter" }`. It is read and
 * checked, and so is the range in `peerDependencies["@t21/plugin-kit"]`, before any code is imported.
 */
export const PluginManifest = Type.Object(
  {
    kind: Type.Union(pluginKinds.map((kind) => Type.Literal(kind))),
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{1,31}$' }),
  },
  { additionalProperties: false },
)

/** See {@link PluginManifest}. */
export type PluginManifest = Static<typeof PluginManifest>
