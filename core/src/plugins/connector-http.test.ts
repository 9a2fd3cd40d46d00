import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { isConnectorFailure, type ConnectorFailure } from '@t21/plugin-kit'
import { test } from 'tap'
import { Agent } from 'undici'
import { stalledListener } from '../../../test/support/stalled-listener.ts'
import { openConnectorHttp, type ConnectorHttpHost } from './connector-http.ts'

const connector = { id: 'example', hosts: ['https://api.example.com'] }
const url = 'https://api.example.com/2/things'

interface Teardown {
  teardown(work: () => unknown): unknown
}

interface Received {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

test('a declared host is reached at the address that the operator gave for it', async (t) => {
  const network = await serve(t)
  const call = network.http.forCall({ connector })

  const response = await call.request({
    method: 'GET',
    url,
    query: { a: 'x y', b: 2, c: true, d: undefined },
    auth: { bearer: 'secret-token' },
  })

  t.equal(response.status, 200)
  t.same(response.json, { ok: true })
  t.equal(response.headers['x-limit'], '7', 'names of headers are in lower case')
  t.match(network.received[0], {
    method: 'GET',
    url: '/mounted/2/things?a=x+y&b=2&c=true',
    headers: { authorization: 'Bearer secret-token' },
  })
  t.equal(call.written, 1)
})

test('json, forms, multipart and bytes arrive as the network expects them', async (t) => {
  const network = await serve(t)
  const call = network.http.forCall({ connector })
  const bytes = new Uint8Array([0, 255, 13, 10, 65])

  await call.request({ method: 'POST', url, json: { text: 'é' } })
  await call.request({
    method: 'POST',
    url,
    form: { grant_type: 'x&y', code: 'é' },
    auth: { basic: { username: 'client', password: 'p:w' } },
  })
  await call.request({ method: 'PUT', url, body: bytes, headers: { 'Content-Type': 'video/mp4' } })
  await call.request({
    method: 'POST',
    url,
    multipart: [
      { name: 'index', value: '0' },
      { name: 'media', value: bytes, filename: 'a"b\r\n.png', contentType: 'image/png' },
    ],
  })

  const [json, form, raw, multipart] = network.received
  t.match(json, { headers: { 'content-type': 'application/json' }, body: '{"text":"é"}' })
  t.match(form, { body: 'grant_type=x%26y&code=%C3%A9' })
  t.equal(form?.headers.authorization, `Basic ${btoa('client:p:w')}`)
  t.match(raw, { headers: { 'content-type': 'video/mp4', 'content-length': '5' } })
  const parsed = await new Response(Buffer.from(multipart?.body ?? '', 'latin1'), {
    headers: { 'content-type': multipart?.headers['content-type'] ?? '' },
  }).formData()
  t.equal(parsed.get('index'), '0')
  const file = parsed.get('media') as File
  t.equal(file.type, 'image/png')
  t.same(new Uint8Array(await file.arrayBuffer()), bytes)
  t.ok(multipart?.headers['content-length'], 'the length is known beforehand')
})

test('only declared hosts are reached, compared exactly', async (t) => {
  const network = await serve(t)
  const call = network.http.forCall({ connector })
  for (const foreign of [
    'https://api.example.com.evil.example/2/things',
    'https://evil.example/https://api.example.com',
    'https://api.example.com:8443/2/things',
    'http://api.example.com/2/things',
    'https://user:secret@api.example.com/2/things',
    'https://API.example.com@evil.example/',
    `http://127.0.0.1:${network.port}/`,
    'file:///etc/passwd',
    '//api.example.com/',
    '',
  ]) {
    await t.rejects(call.request({ method: 'GET', url: foreign }), TypeError, foreign)
  }
  t.equal(network.received.length, 0)
  t.equal(call.written, 0)
})

test('a connector cannot say where a request ends or whom it is for', async (t) => {
  const network = await serve(t)
  const call = network.http.forCall({ connector })
  for (const name of ['Host', 'content-length', 'Transfer-Encoding', 'Connection']) {
    await t.rejects(call.request({ method: 'POST', url, headers: { [name]: '1' } }), TypeError)
  }
  await t.rejects(call.request({ method: 'POST', url, json: {}, form: {} }), /json and form/)
  t.equal(network.received.length, 0)
})

test('redirects are answers like any other, and are not followed', async (t) => {
  const network = await serve(t, (_, response) => {
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  const response = await network.http.forCall({ connector }).request({ method: 'GET', url })
  t.equal(response.status, 302)
  t.equal(response.json, undefined)
  t.equal(network.received.length, 1)
})

test('what is not JSON is text', async (t) => {
  const pages = ['<html>', '{"broken"', '', ' [1]']
  const network = await serve(t, (_, response) => response.end(pages.shift()))
  const call = network.http.forCall({ connector })
  const answers = []
  for (let index = 0; index < 4; index += 1) {
    answers.push(await call.request({ method: 'GET', url }))
  }
  t.same(
    answers.map(({ json, text }) => [json, text]),
    [
      [undefined, '<html>'],
      [undefined, '{"broken"'],
      [undefined, ''],
      [[1], ' [1]'],
    ],
  )
})

test('an answer of more than 1 MiB is cut off and counts as none', async (t) => {
  const network = await serve(t, (_, response) => response.end('x'.repeat(1_048_577)))
  const call = network.http.forCall({ connector })
  t.match(await failureOf(call.request({ method: 'GET', url })), { kind: 'transient' })
  t.equal(call.written, 1)
})

test('a failure names the host and the kind of error, and no secret of the request', async (t) => {
  const http = openHttp(t, 'http://127.0.0.1:1/mounted')
  const call = http.forCall({ connector })

  const failure = await failureOf(
    call.request({
      method: 'POST',
      url: `${url}/path-secret`,
      query: { token: 'query-secret' },
      form: { code: 'body-secret' },
      auth: { bearer: 'bearer-secret' },
    }),
  )

  t.match(failure, { kind: 'transient', details: { networkCode: 'ECONNREFUSED' } })
  t.equal(call.written, 0, 'proved unsent')
  const everything = JSON.stringify([failure.details, failure.stack, String(failure.cause)])
  t.match(everything, 'api.example.com')
  t.notMatch(everything, /secret/)
})

test('a refusal that repeats the token is read without it', async (t) => {
  const network = await serve(t, (request, response) => {
    response.statusCode = 401
    response.end(JSON.stringify({ error: `Malformed token ${request.headers.authorization}` }))
  })
  const call = network.http.forCall({ connector })
  const refused = await call.request({ method: 'GET', url, auth: { bearer: 'secret-token' } })
  t.match(refused, { status: 401, json: { error: 'Malformed token Bearer [hidden]' } })
  t.notMatch(refused.text, 'secret-token')
})

test('a connection that breaks before the answer counts as written', async (t) => {
  const server = createTcpServer((socket) => socket.once('data', () => socket.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const http = openHttp(t, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const call = http.forCall({ connector })

  t.match(await failureOf(call.request({ method: 'POST', url, json: {} })), { kind: 'transient' })
  t.equal(call.written, 1, 'once: nothing is sent again by itself')
})

test('TLS that cannot be set up leaves nothing written', async (t) => {
  const network = await serve(t)
  const http = openHttp(t, `https://127.0.0.1:${network.port}`)
  const call = http.forCall({ connector })
  t.match(await failureOf(call.request({ method: 'POST', url, json: {} })), { kind: 'transient' })
  t.equal(call.written, 0)
})

test('the total time limit and the signal end a call', async (t) => {
  const network = await serve(t, () => undefined, 300)
  const patient = network.http.forCall({ connector })
  const started = performance.now()
  t.match(await failureOf(patient.request({ method: 'GET', url })), { kind: 'transient' })
  t.ok(performance.now() - started < 2_000)

  const abort = new AbortController()
  const given = network.http.forCall({ connector, signal: abort.signal })
  setTimeout(() => abort.abort(), 20)
  t.match(await failureOf(given.request({ method: 'GET', url })), { kind: 'transient' })
  t.equal(given.written, 1)
  const before = network.received.length
  await t.rejects(given.request({ method: 'GET', url }), 'nothing starts after the signal')
  t.equal(network.received.length, before)
})

test('a deadline that passes while the connection is being made: not one byte is written', async (t) => {
  const stalled = await stalledListener(t)
  const http = openHttp(t, `http://127.0.0.1:${stalled.port}`)
  const call = http.forCall({ connector, deadline: performance.now() + 200 })

  const outcome = failureOf(call.request({ method: 'POST', url, json: { text: 'late' } }))
  setTimeout(() => stalled.release(), 400)
  const failure = await outcome

  t.match(String(failure.cause), /nothing was sent/)
  t.equal(call.written, 0)
  await settled()
  t.equal(stalled.received(), 0)
})

test('control: looking at the clock before connecting lets the same request through', async (t) => {
  const stalled = await stalledListener(t)
  const agent = new Agent()
  t.teardown(() => agent.destroy())
  const deadline = performance.now() + 200

  t.ok(performance.now() < deadline, 'the naive check is passed')
  const outcome = agent.request({
    origin: `http://127.0.0.1:${stalled.port}`,
    path: '/2/things',
    method: 'POST',
    body: '{"text":"late"}',
  })
  setTimeout(() => stalled.release(), 400)
  await (await outcome).body.dump()

  t.ok(performance.now() > deadline)
  t.ok(stalled.received() > 0, 'it was written after its time')
})

test('a deadline holds on a connection that is kept open, too', async (t) => {
  const network = await serve(t)
  await network.http.forCall({ connector }).request({ method: 'GET', url })
  const late = network.http.forCall({ connector, deadline: performance.now() - 1 })
  t.match(await failureOf(late.request({ method: 'POST', url, json: {} })), { kind: 'transient' })
  t.equal(late.written, 0)
  t.equal(network.received.length, 1)
})

test('200 calls at a time share the sockets and keep their answers apart', async (t) => {
  const network = await serve(t, (request, response) => {
    setTimeout(() => response.end(JSON.stringify({ url: request.url })), Math.random() * 20)
  })
  const answers = await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const call = network.http.forCall({ connector })
      const { json } = await call.request({ method: 'GET', url, query: { index } })
      return (json as { url: string }).url === `/mounted/2/things?index=${index}` && call.written
    }),
  )
  t.same(new Set(answers), new Set([1]))
})

test('a browser is sent to the replaced address as well', (t) => {
  const http = openHttp(t, 'http://127.0.0.1:9/api.example.com')
  t.equal(
    http.browserUrl('https://api.example.com/oauth?a=1&b=https%3A%2F%2Fx#f'),
    'http://127.0.0.1:9/api.example.com/oauth?a=1&b=https%3A%2F%2Fx#f',
  )
  t.equal(http.browserUrl('https://other.example/x'), 'https://other.example/x')
  t.end()
})

async function serve(
  t: Teardown,
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) =>
    response.setHeader('X-Limit', '7').end('{"ok":true}'),
  callTimeoutMs = 5_000,
): Promise<{ http: ConnectorHttpHost; port: number; received: Received[] }> {
  const received: Received[] = []
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const encoding = request.headers['content-type']?.startsWith('multipart') ? 'latin1' : 'utf8'
      const body = Buffer.concat(chunks).toString(encoding)
      received.push({ method: request.method, url: request.url, headers: request.headers, body })
      answer(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { http: openHttp(t, `http://127.0.0.1:${port}/mounted`, callTimeoutMs), port, received }
}

function openHttp(t: Teardown, base: string, callTimeoutMs = 5_000): ConnectorHttpHost {
  const http = openConnectorHttp({
    overrides: new Map([['https://api.example.com', base]]),
    callTimeoutMs,
  })
  t.teardown(() => http.close())
  return http
}

async function failureOf(outcome: Promise<unknown>): Promise<ConnectorFailure> {
  try {
    await outcome
  } catch (error) {
    if (isConnectorFailure(error)) return error
    throw error
  }
  throw new Error('It should have failed.')
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 100))
}
