import type { ProviderHost } from '@t21/plugin-kit'
import { Agent, fetch as undiciFetch, Request } from 'undici'
import { isDeclared, originalAddress, rewriteOrigin, type HostOverrides } from './host-overrides.ts'
import type { ReadyProvider } from './registry.ts'

/** The way out of all providers of a process. */
export interface ProviderHosts {
  /** What a provider is opened with. */
  hostFor(provider: ReadyProvider): ProviderHost
  /** Ends what is under way and closes the sockets. */
  close(): Promise<void>
}

/** Longest silence of an answer that has begun: models think, and say nothing meanwhile. */
const silenceMilliseconds = 120_000

/** Opens the sockets on first use; they are kept and shared by all providers. */
export function openProviderHosts({
  overrides,
}: {
  readonly overrides: HostOverrides
}): ProviderHosts {
  const agent = new Agent({
    headersTimeout: silenceMilliseconds,
    bodyTimeout: silenceMilliseconds,
    connect: { timeout: 10_000 },
  })
  return {
    hostFor: ({ provider: { id }, hosts }) => ({
      // Both are the same functions at run time; the types of the library are its own.
      fetch: (async (input: ConstructorParameters<typeof Request>[0], init?: object) => {
        const request = new Request(input, init)
        const url = addressOf(request.url, id, hosts, overrides)
        return undiciFetch(new Request(url, request), { dispatcher: agent, redirect: 'manual' })
      }) as unknown as typeof fetch,
      browserUrl: (url) => rewriteOrigin(url, overrides).href,
    }),
    close: () => agent.destroy(),
  }
}

/** @throws TypeError for an address that the provider did not declare */
function addressOf(
  address: string,
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
