import type { EmulatorRequest, EmulatorResponse } from './exchange.ts'
import type { FaultName } from './faults.ts'
import type { EmulatorStore } from './store.ts'
import type { WallPost } from './wall.ts'

/** What a route's handler gets besides the request. */
export interface EmulatorContext {
  readonly store: EmulatorStore
  /** The sandbox's time, which the control API may move. */
  now(): Date
  /** Where an emulated host is mounted: `origin('x.com')` is `http://127.0.0.1:4300/x.com`. */
  origin(host: string): string
  /** True when this fault was asked for on this operation; uses up one of its times. */
  fault(name: FaultName): boolean
}

/** One endpoint of a network. */
export interface EmulatorRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** The real host: `api.x.com`. */
  readonly host: string
  /** With parameters as `:name`: `/2/tweets/:id`. */
  readonly path: string
  /** The name by which faults are aimed at it: `create_post`. */
  readonly operation: string
  handle(
    request: EmulatorRequest,
    context: EmulatorContext,
  ): EmulatorResponse | Promise<EmulatorResponse>
}

/** The network's own words for faults that any endpoint can show. */
export interface EmulatorErrors {
  rateLimited(context: EmulatorContext): EmulatorResponse
  tokenDead(context: EmulatorContext): EmulatorResponse
  serverError(context: EmulatorContext): EmulatorResponse
  notFound(context: EmulatorContext): EmulatorResponse
}

/** An emulated network. Make one with {@link defineEmulator}. */
export interface Emulator {
  /** As the connector's id: `twitter`. */
  readonly network: string
  /** The platform's name in T21's API: `TWITTER`. */
  readonly platform: string
  readonly displayName: string
  readonly routes: readonly EmulatorRoute[]
  readonly errors: EmulatorErrors
  /**
   * Settings under which the connector works against this emulation, by environment variable:
   * `{ TWITTER_CLIENT_ID: 'sandbox-client' }`. Used where the operator configured none.
   */
  readonly credentials: Readonly<Record<string, string>>
  /**
   * The account in whose name a request comes, by its token: so that faults can be aimed at one
   * account. Changes nothing.
   */
  account?(
    request: EmulatorRequest,
    context: EmulatorContext,
  ): { readonly id: string; readonly username: string } | undefined
  /** Everything published and not deleted, newest first. */
  published(context: EmulatorContext): readonly WallPost[]
}

/**
 * Checks an emulation and freezes it.
 *
 * @throws TypeError for two routes with the same method, host and path
 */
export function defineEmulator(emulator: Emulator): Readonly<Emulator> {
  const seen = new Set<string>()
  for (const route of emulator.routes) {
    const key = `${route.method} ${route.host}${route.path.replaceAll(/:[^/]+/g, ':')}`
    if (seen.has(key)) throw new TypeError(`Two routes of "${emulator.network}" answer ${key}.`)
    seen.add(key)
  }
  return Object.freeze(emulator)
}
