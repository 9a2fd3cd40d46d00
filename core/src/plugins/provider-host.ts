import type { ProviderHost } from '@t21/plugin-kit'
import { isDeclared, originalAddress, rewriteOrigin, type HostOverrides } from './host-overrides.ts'
import type { ReadyProvider } from './registry.ts'

/** Makes what a provider is opened with: its way out, with the hosts that it declared. */
export type ProviderHosts = (provider: ReadyProvider) => ProviderHost

/** The way out of all providers of a process. How long a call may take is the business of each provider's client library. */
export function providerHosts(overrides: HostOverrides): ProviderHosts {
  return ({ provider: { id }, hosts }) => ({
    async fetch(input, init) {
      const given = input instanceof Request ? input.url : input
      const url = addressOf(given, id, hosts, overrides)
      const target = input instanceof Request ? new Request(url, input) : url
      return fetch(target, { ...init, redirect: 'manual' })
    },
    browserUrl: (url) => rewriteOrigin(url, overrides).href,
  })
}

/** @throws TypeError for an address that the provider did not declare */
function addressOf(
  address: string | URL,
  id: string,
  hosts: readonly string[],
  overrides: HostOverrides,
): URL {
  const given = new URL(address)
  // An address that the sandbox gave names the sandbox: it stands for the provider's own.
  const url = originalAddress(given, overrides)
  if (!isDeclared(url.origin, hosts)) {
    throw new TypeError(
      `The provider "${id}" asked for ${url.origin}, which is not in its "hosts".`,
    )
  }
  return rewriteOrigin(url, overrides)
}
