import type { Config } from '../config.ts'
import { findProviders } from '../features/health/find-providers.ts'
import type { LoadedPlugins } from '../plugins/loader.ts'
import type { PluginRecord } from '../plugins/registry.ts'
import type { Finding } from './doctor.finding.ts'

const needs = {
  ai: 'What lets AI write answers AI_NOT_CONFIGURED.',
  billing: 'No plan can be bought.',
  mail: 'Mail waits, and people cannot verify their addresses.',
  storage: 'Media cannot be stored or read.',
} as const

/** Whom a server of this configuration would use for what, by its own choices; asks nobody. */
export function providerFindings(config: Config, plugins: LoadedPlugins): Finding[] {
  const { sandboxUrl, sandbox, environment } = config
  const hasSandbox =
    sandboxUrl !== undefined || sandbox === 'on' || plugins.sandboxedHosts.length > 0
  try {
    const { logins, ...used } = findProviders({ config, plugins, hasSandbox })
    const findings: Finding[] = Object.entries(used).map(([kind, { state, id }]) => ({
      // Without most of them a server does less, as its operator may want it.
      ok: kind !== 'mail' || state !== 'missing' || environment !== 'production',
      what: `provider for ${kind}: ${id === null ? '' : `${id}, `}${state}`,
      ...(state === 'missing' && {
        remedy: `${needs[kind as keyof typeof needs]} ${toSet(plugins.records, kind)}`.trim(),
      }),
    }))
    const states = Object.entries(logins).map(([id, state]) => `${id} ${state}`)
    return [...findings, { ok: true, what: `logins: ${['password', ...states].join(', ')}` }]
  } catch (error) {
    return [{ ok: false, what: `providers: ${(error as Error).message}` }]
  }
}

/** What is missing for each of the plugins that could do it. */
function toSet(records: readonly PluginRecord[], wanted: string): string {
  return records
    .flatMap(({ kind, id, status }) =>
      kind === wanted && status.state === 'unconfigured'
        ? [`For ${id} set ${status.missing.join(', ')}.`]
        : [],
    )
    .join(' ')
}
