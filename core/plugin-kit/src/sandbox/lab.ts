import type {
  Emulator,
  EmulatorContext,
  EmulatorRoute,
  EmulatorWebhook,
  FetchedFile,
} from './emulator.ts'
import type { EmulatorResponse } from './exchange.ts'
import type { FaultName } from './faults.ts'
import { labRequest, matchedParams, type LabRequestOptions } from './lab-request.ts'
import { memoryStore } from './memory-store.ts'

/** An emulation on a table, for its tests: no server, a clock to turn, faults to arm. */
export interface Lab {
  readonly context: EmulatorContext
  /** Webhooks that were sent, oldest first. */
  readonly webhooks: readonly EmulatorWebhook[]
  /** `address` is `host/path?query`; one that begins with a slash is on the lab's own host. */
  call(method: string, address: string, options?: LabRequestOptions): Promise<EmulatorResponse>
  /** Turns the clock and sends the webhooks that become due. */
  advance(seconds: number): void
  arm(fault: FaultName, operation: string, times?: number): void
  /** Puts a file where `context.fetch` finds it. */
  serve(
    url: string,
    file: { readonly status?: number; readonly type: string; readonly bytes: Uint8Array },
  ): void
}

/** What {@link createLab} may be told. */
export interface LabOptions {
  /** The host of addresses that name none. */
  readonly host: string
  /** Noon of 2026-11-22 (UTC) where nothing else is said. */
  readonly now?: Date
}

/** A new laboratory. */
export function createLab(emulator: Emulator, options: LabOptions): Lab {
  let now = options.now?.getTime() ?? Date.UTC(2026, 10, 22, 12)
  const armed = new Map<string, number>()
  const files = new Map<string, FetchedFile>()
  const sent: EmulatorWebhook[] = []
  const planned: { readonly at: number; readonly make: () => EmulatorWebhook | undefined }[] = []

  function sendDue(): void {
    // Making one may plan another and so lead here again: each is taken out before it is made.
    for (;;) {
      const next = planned.findIndex(({ at }) => at <= now)
      const [due] = next < 0 ? [] : planned.splice(next, 1)
      if (due === undefined) return
      const webhook = due.make()
      if (webhook !== undefined) sent.push(webhook)
    }
  }

  function contextOf(route: EmulatorRoute | undefined): EmulatorContext {
    return {
      store,
      now: () => new Date(now),
      origin: (host) => `http://127.0.0.1:4300/${host}`,
      fault(name) {
        const key = `${name}:${route?.operation ?? ''}`
        const left = armed.get(key) ?? 0
        if (left > 0) armed.set(key, left - 1)
        return left > 0
      },
      fetch: async (url) => files.get(url) ?? { status: 404, headers: {}, bytes: Buffer.alloc(0) },
      webhook(make, afterSeconds = 0) {
        planned.push({ at: now + afterSeconds * 1000, make })
        sendDue()
      },
    }
  }

  const store = memoryStore()
  return {
    context: contextOf(undefined),
    webhooks: sent,
    async call(method, address, request = {}) {
      const url = new URL(
        address.startsWith('/') ? `http://${options.host}${address}` : `http://${address}`,
      )
      for (const route of emulator.routes) {
        const params =
          route.host === url.host && route.method === method
            ? matchedParams(route.path, url.pathname)
            : undefined
        if (params === undefined) continue
        return await route.handle(labRequest(method, url, params, request), contextOf(route))
      }
      throw new TypeError(`Nothing answers ${method} ${url.host}${url.pathname}.`)
    },
    advance(seconds) {
      now += seconds * 1000
      sendDue()
    },
    arm(fault, operation, times = 1) {
      armed.set(`${fault}:${operation}`, times)
    },
    serve(url, { status = 200, type, bytes }) {
      files.set(url, { status, headers: { 'content-type': type }, bytes: Buffer.from(bytes) })
    },
  }
}
