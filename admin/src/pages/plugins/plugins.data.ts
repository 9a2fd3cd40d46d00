import { apiVersionOf, endingVersions, type Context } from '@t21/core/console'
import type { NetworkFigures, StopInForce } from './network-figures.ts'
import { settingsOf, type SettingState } from './settings.ts'

/** A plugin as the console shows it. */
export interface PluginView {
  readonly id: string
  readonly package: string
  readonly version: string
  readonly kind: string
  /** Of connectors that could be read. */
  readonly platform: string | null
  readonly state: 'ready' | 'sandboxed' | 'unconfigured' | 'failed'
  /** Why it is not ready, in a sentence. */
  readonly because: string | null
  readonly apiVersion: string | null
  /** Where its version of the network's API ends soon. */
  readonly note: string | null
  readonly settings: readonly SettingState[] | null
}

/** What the page of plugins shows. */
export interface PluginsData {
  readonly plugins: readonly PluginView[]
  /** `null` where the database took too long. */
  readonly networks: readonly NetworkFigures[] | null
  readonly stops: readonly StopInForce[]
}

/** The plugins of this process, by kind and id. */
export function pluginViews(
  context: Pick<Context, 'config' | 'plugins'>,
  now: Date,
): readonly PluginView[] {
  const { plugins } = context
  const ending = endingVersions(plugins, now)
  const views = plugins.records.map((record): PluginView => {
    const connector =
      record.kind === 'connector'
        ? [...plugins.connectors.values()].find(({ id }) => id === record.id)
        : undefined
    const ready = connector && plugins.ready(connector.platform)
    return {
      id: record.id,
      package: record.package,
      version: record.version,
      kind: record.kind,
      platform: connector?.platform ?? null,
      ...stateOf(record.status),
      apiVersion: (ready && apiVersionOf(ready)?.version) ?? null,
      note: ending.find(({ plugin }) => plugin === record.id)?.note ?? null,
      settings: settingsOf(context, record.id),
    }
  })
  return views.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
}

function order({ id, kind }: PluginView): string {
  return `${kind === 'connector' ? 0 : 1} ${kind} ${id}`
}

type Status = Context['plugins']['records'][number]['status']

function stateOf(status: Status): Pick<PluginView, 'state' | 'because'> {
  if (status.state === 'ready') {
    return { state: status.sandboxed === true ? 'sandboxed' : 'ready', because: null }
  }
  if (status.state === 'unconfigured') {
    return { state: 'unconfigured', because: `Set ${status.missing.join(', ')}.` }
  }
  // What an import says may hold anything; the others are T21's own sentences.
  const because =
    status.stage === 'import' ? 'It could not be imported; the log has the error.' : status.cause
  return { state: 'failed', because }
}
