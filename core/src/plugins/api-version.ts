import type { ApiVersion, Connector } from '@t21/plugin-kit'
import { apiVersionOf, type PluginRegistry } from './registry.ts'

/** Days before the end of an API version from which people are told. */
const warnDays = 60
const dayMilliseconds = 86_400_000

/** A version of a network's API that ends soon, or has ended. */
export interface EndingVersion {
  /** The id of the connector that speaks it. */
  readonly plugin: string
  readonly state: 'ending' | 'ended'
  /** What is to be known, as a sentence. */
  readonly note: string
  readonly remedy: string
}

/** The versions of ready connectors that end within 60 days, or have ended. Days are those of UTC. */
export function endingVersions(
  { connectors, ready }: Pick<PluginRegistry, 'connectors' | 'ready'>,
  now: Date,
): readonly EndingVersion[] {
  return [...connectors.values()].flatMap((connector) => {
    const plugin = ready(connector.platform)
    const version = plugin === undefined ? null : apiVersionOf(plugin)
    const ending = version === null ? undefined : endingOf(connector, version, now)
    return ending ?? []
  })
}

function endingOf(
  { id, displayName }: Pick<Connector, 'id' | 'displayName'>,
  { version, endOfLife }: ApiVersion,
  now: Date,
): EndingVersion | undefined {
  if (endOfLife === null) return undefined
  const today = Math.floor(now.getTime() / dayMilliseconds)
  const left = Date.parse(`${endOfLife}T00:00:00Z`) / dayMilliseconds - today
  if (left > warnDays) return undefined
  const name = `Version ${version} of ${displayName}'s API`
  return {
    plugin: id,
    state: left < 0 ? 'ended' : 'ending',
    note:
      left < 0
        ? `${name} ended on ${endOfLife}.`
        : `${name} ends on ${endOfLife}, in ${left} ${left === 1 ? 'day' : 'days'}.`,
    remedy: `Update the plugin "${id}", or set a newer version where it has a setting for that (see its README).`,
  }
}
