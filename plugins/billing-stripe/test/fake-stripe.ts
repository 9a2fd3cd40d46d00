import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Billing, ProviderFailureKind, ProviderHost } from '@t21/plugin-kit'
import { openBilling } from '../src/billing.ts'
import type { Settings } from '../src/settings.ts'

/** A request as the fake server got it. */
export interface Call {
  /** `POST /v1/customers` */
  readonly what: string
  readonly query: URLSearchParams
  readonly form: URLSearchParams
  readonly headers: Readonly<IncomingMessage['headers']>
}

/** An answer: a body with 200, or a status and a body, or nothing at all. */
export type Answer =
  | object
  | { readonly status: number; readonly body: unknown; readonly headers?: object }
  | 'hang'
  | 'cut'

/** What is answered, by `GET /v1/prices/price_pro`; a list is played in order, its last entry again and again. */
export type Script = Readonly<Record<string, Answer | readonly Answer[] | ((call: Call) => Answer)>>

interface Teardown {
  teardown(work: () => unknown): unknown
}

/** Settings of an account in test mode. */
export const settings: Settings = {
  secretKey: 'sk_test_a1b2c3d4',
  webhookSecret: ['whsec_one'],
  priceIdPro: 'price_pro',
  priceIdBusiness: 'price_business',
  promotionCodes: false,
  automaticTax: false,
  trialDays: 0,
}

/** A real HTTP server that plays a script, and the provider that talks to it. What is not in the script is 404. */
export async function fakeStripe(
  t: Teardown,
  script: Script,
  more: Partial<Settings> = {},
): Promise<{ readonly billing: Billing; readonly calls: Call[] }> {
  const calls: Call[] = []
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      calls.push(call)
      answer(response, answerTo(script, call, calls))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return {
    billing: openBilling({ ...settings, ...more }, hostAt(`http://127.0.0.1:${port}`)),
    calls,
  }
}

function hostAt(base: string): ProviderHost {
  return {
    fetch: (input, init) => {
      const { origin, pathname, search } = new URL(input instanceof Request ? input.url : input)
      if (origin !== 'https://api.stripe.com') return Promise.reject(new TypeError(origin))
      return fetch(`${base}${pathname}${search}`, init)
    },
    browserUrl: (url) => `${url}#as-a-browser-sees-it`,
  }
}

async function readCall(request: IncomingMessage): Promise<Call> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const url = new URL(request.url ?? '', 'http://fake')
  return {
    what: `${request.method} ${url.pathname}`,
    query: url.searchParams,
    form: new URLSearchParams(body),
    headers: request.headers,
  }
}

function answerTo(script: Script, call: Call, calls: readonly Call[]): Answer {
  const scripted = script[call.what]
  if (scripted === undefined) return missing(call.what)
  if (typeof scripted === 'function') return scripted(call)
  if (!Array.isArray(scripted)) return scripted as Answer
  const asked = calls.filter(({ what }) => what === call.what).length
  return (scripted as readonly Answer[])[Math.min(asked, scripted.length) - 1] ?? 'cut'
}

function answer(response: ServerResponse, given: Answer): void {
  if (given === 'hang') return
  if (given === 'cut') return void response.destroy()
  const { status, body, headers } =
    'status' in given && 'body' in given
      ? (given as { status: number; body: unknown; headers?: object })
      : { status: 200, body: given, headers: {} }
  response.writeHead(status, {
    'request-id': 'req_1',
    'content-type': 'application/json',
    ...headers,
  })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

/** An error of the API. */
export function refusal(status: number, error: object, headers: object = {}): Answer {
  return { status, body: { error }, headers }
}

/** The error for what is not there. */
export function missing(what: string, param = 'id'): Answer {
  return refusal(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    param,
    message: `No such thing: '${what}'`,
  })
}

/** A list on one page. */
export function list(data: readonly object[], hasMore = false): Answer {
  return { object: 'list', data, has_more: hasMore, url: '/v1/list' }
}

/** A failure of the kit, for `t.rejects`. */
export function failure(kind: ProviderFailureKind): {
  readonly name: string
  readonly kind: string
} {
  return { name: 'ProviderFailure', kind }
}
