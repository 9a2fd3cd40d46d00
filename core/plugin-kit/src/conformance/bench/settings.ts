import { Value } from 'typebox/value'
import type { Connector } from '../../connector.ts'
import type { Emulator } from '../../sandbox/index.ts'

type Settings = Readonly<Record<string, unknown>>

/**
 * The connector's settings, from the emulation's credentials as T21 reads them from the environment: `clientId` of
 * `my-net` is `MY_NET_CLIENT_ID`.
 *
 * @throws TypeError where the connector's own schema refuses them
 */
export function settingsOf(
  { id, settings: schema }: Pick<Connector, 'id' | 'settings'>,
  { credentials }: Pick<Emulator, 'credentials'>,
  more: Settings = {},
): Settings {
  const given: Record<string, unknown> = {}
  for (const [name, property] of Object.entries(schema.properties)) {
    const value = credentials[`${words(id)}_${words(name)}`]
    if (value === undefined) continue
    const isList = (property as { type?: unknown }).type === 'array'
    given[name] = isList ? value.split(',').map((item) => item.trim()) : value
  }
  const settings = Value.Convert(schema, Value.Default(schema, { ...given, ...more }))
  if (Value.Check(schema, settings)) return settings as Settings
  const [error] = Value.Errors(schema, settings)
  throw new TypeError(
    `The emulation's "credentials" are no settings of the connector: ${error?.instancePath} ${error?.message}.`,
  )
}

function words(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toUpperCase()
}
