import type { EmulatorRequest, EmulatorResponse } from './exchange.ts'
import type { FaultName } from './faults.ts'
import { mistakeInLook, type WallLook } from './look.ts'
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
  /** Fetches a file that a client offers under an address, as the network would; redirects are not followed. */
  fetch(url: string): Promise<FetchedFile>
  /**
   * Sends a webhook to the callback that was registered for this network, at once or `afterSeconds` of the
   * sandbox's time later; nothing where none is registered. `make` is called when it is sent, so that
   * signatures carry the right time; `undefined` sends nothing. What is scheduled is lost on restart.
   */
  webhook(make: () => EmulatorWebhook | undefined, afterSeconds?: number): void
}

/** A file as it came from a client's address. */
export interface FetchedFile {
  /** The HTTP status; 0 where nobody answered. */
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Buffer
}

/** A webhook about to be sent: `POST`, signed by the emulation with the app's true secret. */
export interface EmulatorWebhook {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** The question with which a network makes sure of a callback before it registers it. */
export interface EmulatorHandshake {
  readonly query: Readonly<Record<string, string>>
  /** Whether the callback's answer to the `GET` is right. */
  accepts(answer: { readonly status: number; readonly text: string }): boolean
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

/** The network's own words for faults that any endpoint can show, on the host that was asked. */
export interface EmulatorErrors {
  rateLimited(context: EmulatorContext, request: EmulatorRequest): EmulatorResponse
  tokenDead(context: EmulatorContext, request: EmulatorRequest): EmulatorResponse
  serverError(context: EmulatorContext, request: EmulatorRequest): EmulatorResponse
  notFound(context: EmulatorContext, request: EmulatorRequest): EmulatorResponse
}

/** An emulated network or service. Make one with {@link defineEmulator}. */
export interface Emulator {
  /** As the connector's id: `twitter`. */
  readonly network: string
  /** The platform's name in T21's API: `TWITTER`. Absent for a service that is no network, such as one for payments. */
  readonly platform?: string
  readonly displayName: string
  /** How it looks on the wall; without one, as a `stream` in grey. */
  readonly look?: WallLook
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
  /**
   * Needed where several emulations answer on one host: whether this request is this network's, by its client
   * id, token or the id in its path. Changes nothing. Without a claim, the first network that has the route answers.
   */
  claims?(request: EmulatorRequest, context: EmulatorContext): boolean
  /** Asked before a callback for webhooks is registered; absent where the network does not ask. */
  handshake?(context: EmulatorContext): EmulatorHandshake
  /** Everything published and not deleted, newest first. Without it, it has no column on the wall. */
  published?(context: EmulatorContext): readonly WallPost[]
}

/** The emulation of a network: what is published there has a column on the wall. */
export interface NetworkEmulator extends Emulator {
  readonly platform: string
  published(context: EmulatorContext): readonly WallPost[]
}

/**
 * Checks an emulation and freezes it.
 *
 * @throws TypeError for two routes with the same method, host and path, and for a look that cannot be drawn
 */
export function defineEmulator(emulator: NetworkEmulator): Readonly<NetworkEmulator>
export function defineEmulator(emulator: Emulator): Readonly<Emulator>
export function defineEmulator(emulator: Emulator): Readonly<Emulator> {
  const mistake = emulator.look && mistakeInLook(emulator.look)
  if (mistake !== undefined) throw new TypeError(`"${emulator.network}": ${mistake}`)
  const seen = new Set<string>()
  for (const route of emulator.routes) {
    const key = `${route.method} ${route.host}${route.path.replaceAll(/:[^/]+/g, ':')}`
    if (seen.has(key)) throw new TypeError(`Two routes of "${emulator.network}" answer ${key}.`)
    seen.add(key)
  }
  return Object.freeze(emulator)
}
