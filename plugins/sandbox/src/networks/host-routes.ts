import type { EmulatorRoute } from '@t21/plugin-kit/sandbox'
import findMyWay from 'find-my-way'
import type { Network } from './network.ts'

/** An endpoint of a mounted network. */
export interface Endpoint {
  readonly network: Network
  readonly route: EmulatorRoute
}

/** An emulated host. */
export interface Host {
  readonly name: string
  /** The first network that mounted it; it answers where no endpoint does. */
  readonly network: Network
  /** One endpoint for each network that has the route: several emulations may share a host. */
  find(method: string, path: string): readonly FoundEndpoint[]
}

/** An endpoint whose path fits a request. */
export interface FoundEndpoint {
  readonly endpoint: Endpoint
  readonly params: Readonly<Record<string, string>>
}

/**
 * The emulated hosts by name, with their routes compiled.
 *
 * @throws TypeError for a host without a dot
 */
export function compileHosts(networks: Iterable<Network>): ReadonlyMap<string, Host> {
  const endpoints = new Map<string, Endpoint[]>()
  for (const network of networks) {
    for (const route of network.emulator.routes) {
      // A dot is what tells a host from the sandbox's own pages.
      if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(route.host)) {
        throw new TypeError(`"${route.host}" of "${network.emulator.network}" is not a host name.`)
      }
      const sameHost = endpoints.get(route.host) ?? []
      sameHost.push({ network, route })
      endpoints.set(route.host, sameHost)
    }
  }
  return new Map([...endpoints].map(([name, list]) => [name, compileHost(name, list)]))
}

function compileHost(name: string, endpoints: readonly Endpoint[]): Host {
  const [first] = endpoints
  if (first === undefined) throw new TypeError(`"${name}" has no endpoint.`)
  const routers = [...Map.groupBy(endpoints, ({ network }) => network).values()].map(compileRoutes)

  return {
    name,
    network: first.network,
    find(method, path) {
      return routers.flatMap((router) => {
        const found = router.find(method as findMyWay.HTTPMethod, path)
        if (found === null) return []
        const endpoint: Endpoint = found.store
        // A matched route has all of its parameters.
        return [{ endpoint, params: found.params as Record<string, string> }]
      })
    },
  }
}

function compileRoutes(
  endpoints: readonly Endpoint[],
): findMyWay.Instance<findMyWay.HTTPVersion.V1> {
  const router = findMyWay({ maxParamLength: 2000 })
  for (const endpoint of endpoints) {
    const { method, path } = endpoint.route
    router.on(method, patternOf(path), () => undefined, endpoint)
  }
  router.compile()
  return router
}

/** In find-my-way's words: a colon inside of a segment is no parameter there. */
function patternOf(path: string): string {
  return path.replaceAll(/(?<!\/):/g, '::')
}
