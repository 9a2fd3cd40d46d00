import type { ConnectorResponse } from '@t21/plugin-kit'
import type { Dispatcher } from 'undici'

/** The largest answer that a connector is given, in bytes. */
const maxResponseBytes = 1_048_576

/** Why an exchange ended without an answer, where it was T21 that ended it. */
export class ExchangeStopped extends Error {
  override readonly name = 'ExchangeStopped'
}

/** One request on its way. */
export interface Exchange {
  readonly dispatcher: Dispatcher
  readonly request: Dispatcher.DispatchOptions
  /** Longest time from now to the last byte of the answer, in milliseconds. */
  readonly timeoutMs: number
  /** `performance.now()` after which nothing may be written any more. */
  readonly deadline: number | undefined
  readonly signal: AbortSignal | undefined
  /** Called right before the first byte may leave. */
  readonly onWrite: () => void
}

/**
 * Sends one request, once. The order is that of reliability.md 1.4: the socket is open (DNS, TCP and
 * TLS are done), **then** the monotonic deadline is checked, and then, without a pause in which this
 * process could be suspended unnoticed, the request is written.
 *
 * undici calls `onRequestStart` synchronously before it writes to a connected socket; aborting there
 * leaves not one byte behind.
 *
 * @throws ExchangeStopped for the deadline, the time limit, the signal and a too large answer;
 * undici's and Node's errors for the rest
 */
export function exchange(options: Exchange): Promise<ConnectorResponse> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined
    let ended = false
    let status = 0
    let headers: Record<string, string> = {}
    let size = 0
    const chunks: Buffer[] = []

    const timer = setTimeout(
      () => stop(`No complete answer within ${options.timeoutMs} ms.`),
      options.timeoutMs,
    )
    const onAbort = (): void => stop('The call was given up.')
    options.signal?.addEventListener('abort', onAbort, { once: true })

    function end(finish: () => void): void {
      if (ended) return
      ended = true
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', onAbort)
      finish()
    }

    function stop(why: string): void {
      const error = new ExchangeStopped(why)
      end(() => reject(error))
      // Before the socket is open there is nothing to abort; `onRequestStart` will see `ended`.
      controller?.abort(error)
    }

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        if (ended) return started.abort(new ExchangeStopped('Already given up.'))
        // undici has no reason to start one twice; if it ever does, it is refused here.
        if (controller !== undefined) {
          return started.abort(new ExchangeStopped('A request is never sent a second time.'))
        }
        controller = started
        if (options.deadline !== undefined && performance.now() >= options.deadline) {
          return stop('The time in which this could be sent is over; nothing was sent.')
        }
        options.onWrite()
      },
      onResponseStart(_, statusCode, received) {
        status = statusCode
        headers = flatten(received)
      },
      onResponseData(_, chunk) {
        size += chunk.length
        if (size > maxResponseBytes) stop(`The answer is larger than ${maxResponseBytes} bytes.`)
        else chunks.push(chunk)
      },
      onResponseEnd() {
        const text = Buffer.concat(chunks).toString('utf8')
        end(() => resolve({ status, headers, text, json: parseJson(text) }))
      },
      onResponseError(_, error) {
        end(() => reject(error))
      },
    }

    if (options.signal?.aborted === true) return onAbort()
    options.dispatcher.dispatch(options.request, handler)
  })
}

function flatten(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) {
      flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
    }
  }
  return flat
}

/** Ids of several networks are numbers that JavaScript would round: those stay the digits that were sent. */
function keepDigits(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  return source !== undefined && /^-?\d+$/.test(source) ? source : value
}

/** The body of an answer; `undefined` where it is no JSON. */
export function parseJson(text: string): unknown {
  const first = text.trimStart()[0]
  // Sparing the exception for pages of HTML: JSON of a network is an object or a list nearly always.
  if (first === undefined || first === '<') return undefined
  try {
    return JSON.parse(text, keepDigits) as unknown
  } catch {
    return undefined
  }
}
