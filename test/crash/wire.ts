import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import pg from 'pg'

/** Places on the way of the irreversible call that only the HTTP client sees. */
export type WirePoint = 'connected' | 'flushed' | 'headers_read' | 'reply_lost'

/** Where undici tells about them; it calls synchronously, before it goes on. */
const channels: Readonly<Record<WirePoint, string>> = {
  connected: 'undici:client:sendHeaders',
  flushed: 'undici:request:bodySent',
  headers_read: 'undici:request:headers',
  reply_lost: 'undici:request:error',
}

/** Tells when a request gets to these places on behalf of a delivery. */
export function watchRequests(reach: (point: WirePoint, deliveryId: string) => void): {
  /** Everything that is sent by `send` is sent on behalf of this delivery. */
  sendingFor<Result>(deliveryId: string, send: () => Result): Result
} {
  const sender = new AsyncLocalStorage<string>()
  const requests = new WeakMap<object, string>()
  subscribe('undici:request:create', (message) => {
    const deliveryId = sender.getStore()
    if (deliveryId !== undefined) requests.set((message as { request: object }).request, deliveryId)
  })
  for (const [point, channel] of Object.entries(channels)) {
    subscribe(channel, (message) => {
      const deliveryId = requests.get((message as { request: object }).request)
      if (deliveryId !== undefined) reach(point as WirePoint, deliveryId)
    })
  }
  return { sendingFor: (deliveryId, send) => sender.run(deliveryId, send) }
}

/** Cuts a connection to the database right behind a COMMIT: nobody hears what became of it. */
export function watchCommits(): { cutNext(): void } {
  let armed = false
  const query = pg.Client.prototype.query as (this: pg.Client, ...given: unknown[]) => unknown
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]): unknown {
    const [first] = given
    const text = typeof first === 'string' ? first : (first as { text?: string }).text
    const answer = query.apply(this, given)
    if (armed && /^commit/i.test(text ?? '')) {
      armed = false
      this.connection.stream.destroy()
    }
    return answer
  } as typeof pg.Client.prototype.query
  return {
    cutNext() {
      armed = true
    },
  }
}
