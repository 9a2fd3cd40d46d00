import type { FaultName, WallPost } from '@t21/plugin-kit/sandbox'
import { controlOf, type Lab } from '@t21/plugin-kit/sandbox/testing'

/** An emulation in a running sandbox, over HTTP, with the control API beside it. */
export interface Remote {
  /** As a lab calls; an answer that is cut off or does not come has the status 0. */
  readonly call: Lab['call']
  arm(fault: FaultName, operation: string): Promise<void>
  disarm(): Promise<void>
  advance(seconds: number): Promise<void>
  published(): Promise<readonly WallPost[]>
}

/** So long an answer is waited for, and one that is known not to come. */
const patienceMs = { usual: 5_000, hanging: 300 }

/** @param network as the control API names it: `facebook` */
export function remoteOf(url: string, network: string, host: string): Remote {
  const control = controlOf(url)
  let patience = patienceMs.usual
  return {
    async call(method, address, { token, form, headers, raw } = {}) {
      const path = address.startsWith('/') ? `${host}${address}` : address
      const body = form === undefined ? raw && new Uint8Array(Buffer.from(raw.body)) : form
      try {
        const response = await fetch(`${url}/${path}`, {
          method,
          redirect: 'manual',
          headers: {
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(raw === undefined ? {} : { 'content-type': raw.type }),
            ...headers,
          },
          ...(body === undefined
            ? {}
            : { body: body instanceof Uint8Array ? body : new URLSearchParams(body) }),
          signal: AbortSignal.timeout(patience),
        })
        const json = jsonOf(await response.text())
        return { status: response.status, headers: Object.fromEntries(response.headers), json }
      } catch {
        return { status: 0 }
      }
    },
    async arm(fault, operation) {
      if (fault === 'hang') patience = patienceMs.hanging
      const shortly = fault === 'slow' ? { milliseconds: 20 } : {}
      await control('POST', 'faults', { network, operation, fault, ...shortly })
    },
    async disarm() {
      patience = patienceMs.usual
      await control('DELETE', 'faults')
    },
    async advance(advanceSeconds) {
      await control('POST', 'time', { advanceSeconds })
    },
    async published() {
      return (await control('GET', `published?network=${network}`)) as readonly WallPost[]
    },
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
