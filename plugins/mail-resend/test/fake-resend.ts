import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { ProviderHost } from '@t21/plugin-kit'
import type { ArrivedMail, MailAnswer, MailServer } from '@t21/plugin-kit/conformance'

interface Teardown {
  teardown(work: () => unknown): unknown
}

interface Body {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly html?: string
  readonly headers: Readonly<Record<string, string>>
}

/** A request as it came, for tests that look closer. */
export interface Asked {
  readonly headers: IncomingMessage['headers']
  readonly body: Body
}

/** An answer in Resend's words. */
export interface FakeAnswer {
  readonly status: number
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

const answers: Readonly<Record<Exclude<MailAnswer, 'takes'>, FakeAnswer>> = {
  'no such address': {
    status: 422,
    body: { name: 'validation_error', message: 'Invalid `to` field. It is no email address.' },
  },
  'bad message': {
    status: 422,
    body: { name: 'missing_required_field', message: 'Missing `subject` field.' },
  },
  busy: { status: 429, body: { name: 'rate_limit_exceeded', message: 'Too many requests.' } },
  broken: { status: 500 },
  'wrong key': { status: 401, body: { name: 'invalid_api_key', message: 'API key is invalid' } },
}

/** A small server that takes mail as Resend does, with its keys; and the way there. */
export async function fakeResend(t: Teardown): Promise<{
  readonly host: ProviderHost
  readonly server: MailServer
  readonly asked: readonly Asked[]
  say(answer: FakeAnswer | undefined): void
}> {
  const asked: Asked[] = []
  const taken = new Map<string, ArrivedMail>()
  let answer: FakeAnswer | undefined
  const http = createServer((request, response) => {
    void json(request).then((given) => {
      const body = given as Body
      asked.push({ headers: request.headers, body })
      const { status, body: words, headers } = answer ?? take(request, body, taken)
      response.writeHead(status, headers).end(JSON.stringify(words ?? {}))
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  t.teardown(() => http.close())
  const base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return {
    asked,
    say: (said) => {
      answer = said
    },
    host: {
      fetch: (input, init) => {
        const request = new Request(input, init)
        return fetch(new Request(request.url.replace('https://api.resend.com', base), request))
      },
      browserUrl: (url) => url,
    },
    server: {
      taken: () => [...taken.values()],
      answers: (how) => {
        answer = how === 'takes' ? undefined : answers[how]
      },
    },
  }
}

function take(request: IncomingMessage, body: Body, taken: Map<string, ArrivedMail>): FakeAnswer {
  if (request.url !== '/emails' || request.method !== 'POST') return { status: 404 }
  if (request.headers['user-agent'] === undefined) return { status: 403 }
  const key = String(request.headers['idempotency-key'])
  if (!body.to.every((address) => /^[^\s@,]+@[^\s@,]+$/.test(address))) {
    return answers['no such address']
  }
  if (!taken.has(key)) taken.set(key, arrivedOf(body))
  return { status: 200, body: { id: key } }
}

function arrivedOf({ from, to, subject, text, html, headers }: Body): ArrivedMail {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  const address = /<(.+)>/.exec(from)?.[1] ?? from
  return { from: address, to, subject, text, html, headers: Object.fromEntries(lower) }
}
