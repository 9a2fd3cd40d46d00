import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import type { ProviderHost } from '@t21/plugin-kit'
import type { ArrivedMail, MailAnswer, MailServer } from '@t21/plugin-kit/conformance'

interface Teardown {
  teardown(work: () => unknown): unknown
}

interface Body {
  readonly personalizations: readonly [{ readonly to: readonly { readonly email: string }[] }]
  readonly from: { readonly email: string; readonly name?: string }
  readonly subject: string
  readonly content: readonly { readonly type: string; readonly value: string }[]
  readonly headers: Readonly<Record<string, string>>
}

/** A request as it came, for tests that look closer. */
export interface Asked {
  readonly headers: IncomingMessage['headers']
  readonly body: Body
}

/** An answer in SendGrid's words. */
export interface FakeAnswer {
  readonly status: number
  readonly errors?: readonly { readonly message: string; readonly field: string | null }[]
  readonly headers?: Readonly<Record<string, string>>
}

const answers: Readonly<Record<Exclude<MailAnswer, 'takes'>, FakeAnswer>> = {
  'no such address': {
    status: 400,
    errors: [
      { message: 'Does not contain a valid address.', field: 'personalizations.0.to.0.email' },
    ],
  },
  'bad message': {
    status: 400,
    errors: [{ message: 'The subject is required.', field: 'subject' }],
  },
  busy: { status: 429, errors: [{ message: 'too many requests', field: null }] },
  broken: { status: 503 },
  'wrong key': {
    status: 401,
    errors: [{ message: 'The provided authorization grant is invalid', field: null }],
  },
}

/** A small server that takes mail as SendGrid does; and the way there. */
export async function fakeSendGrid(t: Teardown): Promise<{
  readonly host: ProviderHost
  readonly server: MailServer
  readonly asked: readonly Asked[]
  say(answer: FakeAnswer | undefined): void
}> {
  const asked: Asked[] = []
  const taken: ArrivedMail[] = []
  let answer: FakeAnswer | undefined
  const http = createServer((request, response) => {
    void json(request).then((given) => {
      const body = given as Body
      asked.push({ headers: request.headers, body })
      const { status, errors, headers } = answer ?? take(request, body, taken)
      response.writeHead(status, headers).end(errors && JSON.stringify({ errors }))
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
        return fetch(new Request(request.url.replace('https://api.sendgrid.com', base), request))
      },
      browserUrl: (url) => url,
    },
    server: {
      taken: () => taken,
      answers: (how) => {
        answer = how === 'takes' ? undefined : answers[how]
      },
    },
  }
}

function take(request: IncomingMessage, body: Body, taken: ArrivedMail[]): FakeAnswer {
  if (request.url !== '/v3/mail/send' || request.method !== 'POST') return { status: 404 }
  const to = body.personalizations[0].to.map(({ email }) => email)
  if (!to.every((address) => /^[^\s@,]+@[^\s@,]+$/.test(address))) {
    return answers['no such address']
  }
  const contentOf = (wanted: string) => body.content.find(({ type }) => type === wanted)?.value
  const headers = Object.entries(body.headers).map(([name, value]) => [name.toLowerCase(), value])
  taken.push({
    from: body.from.email,
    to,
    subject: body.subject,
    text: contentOf('text/plain') ?? '',
    html: contentOf('text/html'),
    headers: Object.fromEntries(headers),
  })
  return { status: 202 }
}
