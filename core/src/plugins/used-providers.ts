import type { ProviderKind } from '@t21/plugin-kit'
import type { PluginRegistry, ReadyProvider } from './registry.ts'

/** What a process has for something that it needs others for. */
export interface UsedProvider {
  /** `sandboxed`: an emulation stands in, and nothing leaves the machine. `missing`: what needs it is refused, or waits. */
  readonly state: 'ready' | 'sandboxed' | 'missing'
  /** The id of its plugin; `null` where it is none. */
  readonly id: string | null
}

/** The providers of a process, by what they are for; logins by their plugins, because people choose among all. */
export type UsedProviders = Readonly<Record<Exclude<ProviderKind, 'login'>, UsedProvider>> & {
  readonly logins: Readonly<Record<string, UsedProvider['state']>>
}

/** None but the folder of this machine. */
export const onlyLocalStorage: UsedProviders = {
  ai: { state: 'missing', id: null },
  billing: { state: 'missing', id: null },
  mail: { state: 'missing', id: null },
  storage: { state: 'ready', id: 'local' },
  logins: {},
}

/** What is to be said of what was chosen. */
export function usedProvider(chosen: ReadyProvider | undefined): UsedProvider {
  if (chosen === undefined) return { state: 'missing', id: null }
  return { state: chosen.sandboxed ? 'sandboxed' : 'ready', id: chosen.provider.id }
}

/** Of every login plugin whether it can be used. */
export function usedLogins({
  records,
}: Pick<PluginRegistry, 'records'>): Readonly<Record<string, UsedProvider['state']>> {
  return Object.fromEntries(
    records
      .filter(({ kind }) => kind === 'login')
      .map(({ id, status }) => {
        if (status.state !== 'ready') return [id, 'missing'] as const
        return [id, status.sandboxed === true ? 'sandboxed' : 'ready'] as const
      }),
  )
}
