import type { ProviderHost } from '../provider.ts'

/**
 * What a provider is opened with where it is tested against its emulation: each host is the one that the sandbox mounts below its
 * own name. Browsers are sent to the real address, which {@link sandboxAddress} turns into the sandbox's.
 */
export function sandboxHost(sandboxUrl: string): ProviderHost {
  return {
    fetch(input, init) {
      if (!(input instanceof Request)) return fetch(sandboxAddress(sandboxUrl, input), init)
      // A request that is made of another one does not hear of its signal.
      const request = new Request(sandboxAddress(sandboxUrl, input.url), input)
      return fetch(request, { signal: input.signal, ...init })
    },
    browserUrl: (url) => url,
  }
}

/** Where the sandbox at `sandboxUrl` has what is at `address` otherwise. */
export function sandboxAddress(sandboxUrl: string, address: string | URL): string {
  const { host, pathname, search } = new URL(address)
  return `${sandboxUrl}/${host}${pathname}${search}`
}
