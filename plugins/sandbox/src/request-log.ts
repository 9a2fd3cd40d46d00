import type { FaultName } from '@t21/plugin-kit/sandbox'

/** What is remembered of a request: nothing in which a secret could be, so no query, header or body. */
export interface LoggedRequest {
  /** The sandbox's time, ISO 8601. */
  readonly at: string
  /** `null` where no network is mounted under the host. */
  readonly network: string | null
  /** `null` where the network has no such endpoint. */
  readonly operation: string | null
  readonly method: string
  /** With the host, without the query: `/api.example.com/posts`. */
  readonly path: string
  /** `null` where no reply was sent. */
  readonly status: number | null
  readonly fault: FaultName | null
}

/** The last requests, oldest first. */
export interface RequestLog {
  add(request: LoggedRequest): void
  list(): readonly LoggedRequest[]
  clear(network?: string): void
}

/** Remembers the last `size` requests. */
export function createRequestLog(size = 1000): RequestLog {
  let entries: LoggedRequest[] = []
  return {
    add(request) {
      entries.push(request)
      // Cut rarely, so that a request costs no more than a push.
      if (entries.length >= 2 * size) entries = entries.slice(-size)
    },
    list: () => entries.slice(-size),
    clear(network) {
      entries = network === undefined ? [] : entries.filter((entry) => entry.network !== network)
    },
  }
}
