import { endingVersions } from '../plugins/api-version.ts'
import type { PluginRegistry } from '../plugins/registry.ts'
import type { Finding } from './doctor.finding.ts'

/** What is to be said of the API versions that the connectors speak: red once one has ended. */
export function versionFindings(plugins: PluginRegistry, now: Date): Finding[] {
  return endingVersions(plugins, now).map(({ plugin, state, note, remedy }) => ({
    ok: state !== 'ended',
    what: `plugin ${plugin}: ${note}`,
    remedy,
  }))
}
