import type { FaultName, WallPost } from '../../sandbox/index.ts'
import type { Encoded } from './encode.ts'
import { exchange } from './wire.ts'

/** The fake network's control API, as `@t21/plugin-sandbox` has it. */
export interface Control {
  published(): Promise<readonly WallPost[]>
  /** Everything as new; the clock too. */
  reset(): Promise<void>
  advance(seconds: number): Promise<void>
  /** The next request of this operation (`*` for any) is hit. */
  arm(fault: FaultName, operation?: string): Promise<void>
  disarm(): Promise<void>
  /** The operation of every request since the last reset, oldest first. */
  operations(): Promise<readonly string[]>
  /** Registers the callback for webhooks; `null` forgets it. */
  callback(url: string | null): Promise<void>
  /** Webhooks that were sent and that nobody has answered yet. */
  webhooksUnderWay(): Promise<number>
}

/** The control API below `url`, for one network. */
export function controlAt(url: string, network: string): Control {
  async function call<Data>(method: string, path: string, body?: unknown): Promise<Data> {
    const asked = body === undefined ? undefined : jsonBody(body)
    const at = new URL(`${url}/_control/${path}`)
    const { status, text, json } = await exchange(method, at, asked)
    if (status >= 400) throw new Error(`The fake network refused ${method} ${path}: ${text}`)
    return (json as { data: Data }).data
  }

  return {
    published: () => call('GET', `published?network=${network}`),
    reset: () => call('POST', 'reset', {}),
    advance: (seconds) => call('POST', 'time', { advanceSeconds: seconds }),
    arm: (fault, operation = '*') =>
      call('POST', 'faults', {
        network,
        operation,
        fault,
        ...(fault === 'slow' && { milliseconds: 30 }),
      }),
    disarm: () => call('DELETE', 'faults'),
    async operations() {
      const requests = await call<{ operation: string | null }[]>(
        'GET',
        `requests?network=${network}`,
      )
      return requests.map(({ operation }) => operation ?? '?')
    },
    callback: (callback) => call('PUT', `webhooks/${network}`, { url: callback }),
    async webhooksUnderWay() {
      const { sent } = await call<{ sent: { network: string; statuses: number[] }[] }>(
        'GET',
        'webhooks',
      )
      return sent.filter((one) => one.network === network && one.statuses.length === 0).length
    },
  }
}

function jsonBody(body: unknown): Encoded {
  return {
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  }
}
