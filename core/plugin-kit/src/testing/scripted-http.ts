import { isDeepStrictEqual, inspect } from 'node:util'
import type { ConnectorHttp, ConnectorRequest, ConnectorResponse } from '../http.ts'

/** What is needed of a tap test. */
export interface TestLike {
  teardown(cleanup: () => void): void
  fail(message: string): unknown
}

/** One question that a connector is expected to ask, and the network's answer. */
export interface Exchange {
  /** The whole request: a field that is missing here must be missing there. */
  readonly request: ConnectorRequest
  /** An error stands for an answer that never came. */
  readonly answer: ConnectorResponse | Error
}

/**
 * A double of `call.http` that plays a script, in order. A request that is not the next one of the
 * script, and a script that is not played to its end, fail the test.
 */
export function scriptedHttp(t: TestLike, ...script: readonly Exchange[]): ConnectorHttp {
  let position = 0
  t.teardown(() => {
    const left = script.slice(position)
    if (left.length === 0) return
    t.fail(
      `The connector asked ${position} of ${script.length} expected requests. Missing: ` +
        `${left.map(({ request }) => `${request.method} ${request.url}`).join(', ')}. ` +
        'Remove an exchange that is not needed, or find out why the connector stopped asking.',
    )
  })
  return {
    request(request) {
      const expected = script[position]
      if (!expected || !isDeepStrictEqual(plain(request), plain(expected.request))) {
        const message =
          `Request ${position + 1} of the connector is not in the script. A connector asks its network for ` +
          'exactly what it needs: add the exchange if it belongs there, else mend the connector.\n' +
          `asked:    ${show(request)}\nexpected: ${expected ? show(expected.request) : 'nothing more'}`
        // Also where the connector swallows the error.
        t.fail(message)
        return Promise.reject(new Error(message))
      }
      position += 1
      const { answer } = expected
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
  }
}

/** An answer with a JSON body. */
export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ConnectorResponse {
  return { status, headers, text: JSON.stringify(body), json: body }
}

/** An answer with another body, or with none. */
export function raw(
  status: number,
  text = '',
  headers: Readonly<Record<string, string>> = {},
): ConnectorResponse {
  return { status, headers, text, json: undefined }
}

// Missing and undefined are the same to the wire; so are the kinds of byte arrays.
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => [key, plain(entry)]),
  )
}

function show(request: ConnectorRequest): string {
  return inspect(plain(request), { depth: 6, breakLength: 100, maxStringLength: 200 })
}
