import type { ProviderHost, ProviderKind, ProviderOffers } from '@t21/plugin-kit'
import { declaredAddress, rewriteOrigin, type HostOverrides } from './host-overrides.ts'
import type { ReadyProvider } from './registry.ts'

/** Opens a provider with its settings and its way out. */
export type OpenProvider = <Kind extends ProviderKind>(
  ready: ReadyProvider<Kind>,
) => ProviderOffers[Kind]

/** What opens the providers of a process. */
export function providerOpener(overrides: HostOverrides): OpenProvider {
  return (ready) => ready.provider.open(ready.settings, hostOf(ready, overrides))
}

/** What a provider is opened with: the hosts that it declared, and no other. How long a call may take is the business of its client library. */
export function hostOf(
  { provider: { id }, hosts }: ReadyProvider,
  overrides: HostOverrides,
): ProviderHost {
  return {
    async fetch(input, init) {
      const given = new URL(input instanceof Request ? input.url : input)
      const meant = declaredAddress(given, { kind: 'provider', id, hosts }, overrides)
      const url = rewriteOrigin(meant, overrides)
      const target = input instanceof Request ? new Request(url, input) : url
      return fetch(target, { ...init, redirect: 'manual' })
    },
    browserUrl: (url) => rewriteOrigin(url, overrides).href,
  }
}
