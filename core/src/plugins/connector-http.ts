import {
  failures,
  type ConnectorFailure,
  type ConnectorHttp,
  type ConnectorRequest,
  type ConnectorResponse,
} from '@t21/plugin-kit'
import { Agent } from 'undici'
import { withoutEcho } from './connector-http.echo.ts'
import { encodeRequest } from './connector-http.encode.ts'
import { exchange, ExchangeStopped } from './connector-http.exchange.ts'
import { declaredAddress, rewriteOrigin, type HostOverrides } from './host-overrides.ts'
import type { SettledConnector } from './registry.ts'

/** One call's way out. */
export interface CallHttp extends ConnectorHttp {
  /**
   * Requests of this call whose first byte may have left. 0 after a failure is the proof that the
   * network has seen nothing of it: name look-up, connection, TLS, or the deadline stopped it.
   */
  readonly written: number
}

/** For whom a call is made, and until when. */
export interface CallOptions {
  readonly connector: Pick<SettledConnector, 'id' | 'hosts'>
  /** Gives the call up; what was written stays written. */
  readonly signal?: AbortSignal
  /** `performance.now()` after which nothing may be written any more. */
  readonly deadline?: number
}

/** The way out of all connectors of a process. */
export interface ConnectorHttpHost {
  /** A way out for one call of a connector. Cheap: make one for every call. */
  forCall(options: CallOptions): CallHttp
  /** An address as a browser has to be sent to it: the sandbox's or the operator's, where there is one. */
  browserUrl(url: string): string
  /** Ends what is under way and closes the sockets. */
  close(): Promise<void>
}

/** What {@link openConnectorHttp} needs. */
export interface ConnectorHttpOptions {
  readonly overrides: HostOverrides
  /** Longest time of a request, first to last byte, in milliseconds. */
  readonly callTimeoutMs: number
  /** Sockets to one origin; more requests wait for one. */
  readonly connectionsPerOrigin?: number
}

const headersTimeoutMs = 30_000
const connectTimeoutMs = 10_000

/** Opens the sockets of a process on first use; they are kept and shared by all calls. */
export function openConnectorHttp(options: ConnectorHttpOptions): ConnectorHttpHost {
  const agent = new Agent({
    connections: options.connectionsPerOrigin ?? 2_048,
    // One request a connection: an answer that breaks off must not take a neighbour with it.
    pipelining: 1,
    allowH2: false,
    headersTimeout: Math.min(headersTimeoutMs, options.callTimeoutMs),
    bodyTimeout: options.callTimeoutMs,
    connect: { timeout: Math.min(connectTimeoutMs, options.callTimeoutMs) },
  })

  function forCall(call: CallOptions): CallHttp {
    let written = 0
    return {
      get written() {
        return written
      },
      async request(request: ConnectorRequest): Promise<ConnectorResponse> {
        const url = addressOf(request, call.connector, options.overrides)
        const { headers, body } = encodeRequest(request)
        try {
          const response = await exchange({
            dispatcher: agent,
            request: {
              origin: url.origin,
              path: url.pathname + url.search,
              method: request.method,
              headers,
              body,
            },
            timeoutMs: options.callTimeoutMs,
            deadline: call.deadline,
            signal: call.signal,
            onWrite: () => {
              written += 1
            },
          })
          return withoutEcho(request, response)
        } catch (error) {
          throw noAnswer(new URL(request.url).host, error)
        }
      },
    }
  }

  return {
    forCall,
    browserUrl: (url) => rewriteOrigin(url, options.overrides).href,
    close: () => agent.destroy(),
  }
}

/** @throws TypeError for an address that the connector did not declare */
function addressOf(
  request: ConnectorRequest,
  connector: CallOptions['connector'],
  overrides: HostOverrides,
): URL {
  const given = URL.parse(request.url)
  if (given === null || given.username !== '' || given.password !== '') {
    throw new TypeError(`The connector "${connector.id}" asked for an address that is none.`)
  }
  const url = declaredAddress(given, { kind: 'connector', ...connector }, overrides)
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.append(name, String(value))
  }
  return rewriteOrigin(url, overrides)
}

/**
 * What the connector and the logs get to know: the host and the kind of error, and neither the path
 * and query, which may hold secrets, nor the error itself, which may hold the request.
 */
function noAnswer(host: string, error: unknown): ConnectorFailure {
  const code = codeOf(error)
  return failures.transient({
    message: `${host} gave no complete answer.`,
    remedy: 'This passes by itself; T21 looks again.',
    networkCode: code,
    cause: new Error(error instanceof ExchangeStopped ? error.message : code),
  })
}

/** `ECONNREFUSED`, `UND_ERR_SOCKET` and the like. */
function codeOf(error: unknown): string {
  if (error instanceof ExchangeStopped || !(error instanceof Error)) return 'NO_ANSWER'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
