import { request as httpRequest, Agent } from 'node:http'
import { defineEmulator } from '@t21/plugin-kit/sandbox'
import t from 'tap'
import { exampleNetwork } from '../../test/example-network.ts'
import { startExample } from '../../test/sandbox-client.ts'
import { startSandbox } from '../start-sandbox.ts'

interface Echo {
  readonly host: string
  readonly path: string
  readonly params: Record<string, string>
  readonly query: [string, string][]
  readonly rawQuery: string
  readonly contentType?: string
  readonly rawBody: string
  readonly json?: unknown
  readonly form?: [string, string][]
  readonly multipart?: { name: string; filename?: string; contentType?: string; value: string }[]
}

t.test('a request reaches the route of its host, path and method', async (t) => {
  const { send, post } = await startExample(t)

  const created = await post({ text: 'Hello' })
  const listed = await send<{ data: { text: string }[] }>('GET', '/api.example.com/posts')
  const home = await send('GET', '/api.example.com/posts/')

  t.equal(created.status, 201)
  t.match(listed.body.data, [{ text: 'Hello' }])
  t.equal(home.status, 404, 'a path with a slash more is another path')
})

t.test('parameters are decoded, the path is given as it came and the query apart', async (t) => {
  const { send } = await startExample(t)

  const { body, headers } = await send<Echo>(
    'PUT',
    '/api.example.com/echo/urn%3Aa%2Fb/z%C3%BCrich?q=a%20b&q=c',
  )

  t.same(body.params, { first: 'urn:a/b', second: 'zürich' })
  t.equal(body.path, '/echo/urn%3Aa%2Fb/z%C3%BCrich')
  t.equal(body.host, 'api.example.com')
  t.same(body.query, [
    ['q', 'a b'],
    ['q', 'c'],
  ])
  t.equal(body.rawQuery, 'q=a%20b&q=c')
  t.equal(headers.get('x-example'), 'yes')
})

t.test('a host without a path behind it is its root', async (t) => {
  const { page, url } = await startExample(t)

  for (const path of ['/example.com', '/example.com/', '/example.com?a=1']) {
    t.equal(await page(path), `<p>${url}/api.example.com</p>`, path)
  }
})

t.test('a known host answers an unknown path or method in its own words', async (t) => {
  const { send } = await startExample(t)

  for (const [method, path] of [
    ['GET', '/api.example.com/nothing'],
    ['PATCH', '/api.example.com/posts'],
    ['GET', '/api.example.com/posts/%zz'],
  ] as const) {
    const answer = await send(method, path)
    t.equal(answer.status, 404)
    t.same(answer.body, { problem: 'example does not know this' }, `${method} ${path}`)
  }
})

t.test('an unknown host is answered with the hosts that are mounted', async (t) => {
  const { send } = await startExample(t)

  const { status, body } = await send('POST', '/api.other.com/posts', { text: 'x' })

  t.equal(status, 404)
  t.match(body, {
    error: {
      code: 'NOT_FOUND',
      message:
        'Nothing is mounted under "/api.other.com". ' +
        'Mounted are: api.example.com, example.com, upload.example.com.',
    },
  })
})

t.test('a body is read leniently, whatever its content type says', async (t) => {
  const { url } = await startExample(t)
  async function echo(contentType: string | undefined, body: string | Buffer): Promise<Echo> {
    const answer = await fetch(`${url}/api.example.com/echo/a/b`, {
      method: 'PUT',
      headers: contentType === undefined ? {} : { 'content-type': contentType },
      body: Buffer.from(body),
    })
    return JSON.parse(await answer.text())
  }

  t.same((await echo('application/json', '{"a":1}')).json, { a: 1 })
  t.same((await echo(undefined, '{"a":1}')).json, { a: 1 }, 'JSON without a content type')
  t.same((await echo('odd', '{"a":1}')).json, { a: 1 }, 'JSON with an odd content type')
  t.equal((await echo('odd', '{"a":1}')).contentType, 'odd', 'the emulation sees what was sent')
  t.equal((await echo('application/json', '{"a":')).json, undefined, 'broken JSON is no JSON')

  const form = await echo('Application/X-WWW-Form-Urlencoded; charset=UTF-8', 'a=1&a=%26')
  t.same(form.form, [
    ['a', '1'],
    ['a', '&'],
  ])
  t.equal((await echo('text/plain', 'a=1')).form, undefined)

  const bytes = Buffer.from([0, 255, 128, 10])
  t.equal((await echo('application/octet-stream', bytes)).rawBody, bytes.toString('base64'))
})

t.test('the parts of a multipart body keep their bytes, names and types', async (t) => {
  const { url } = await startExample(t)
  const picture = Buffer.from([0x89, 0x50, 0, 255, 13, 10, 45, 45])
  const body = Buffer.concat([
    Buffer.from('--SeP\r\ncontent-disposition: form-data; name="caption"\r\n\r\nZürich\r\n'),
    Buffer.from('--SeP\r\nContent-Disposition: form-data; name="media"; filename="a.png"\r\n'),
    Buffer.from('Content-Type: image/png\r\n\r\n'),
    picture,
    Buffer.from('\r\n--SeP--\r\n'),
  ])

  const answer = await fetch(`${url}/api.example.com/echo/a/b`, {
    method: 'PUT',
    headers: { 'content-type': 'Multipart/Form-Data; boundary=SeP' },
    body,
  })
  const { multipart, json, rawBody } = (await answer.json()) as Echo

  t.equal(json, undefined)
  t.equal(rawBody, body.toString('base64'))
  t.match(multipart, [
    { name: 'caption', value: Buffer.from('Zürich').toString('base64') },
    {
      name: 'media',
      filename: 'a.png',
      contentType: 'image/png',
      value: picture.toString('base64'),
    },
  ])
})

t.test('a broken multipart body is none, and the sandbox goes on', async (t) => {
  const { url } = await startExample(t)
  const start = '--SeP\r\nContent-Disposition: form-data; name="media"; filename="a"\r\n\r\nhalf a'

  for (const contentType of ['multipart/form-data; boundary=SeP', 'multipart/form-data']) {
    const answer = await fetch(`${url}/api.example.com/echo/a/b`, {
      method: 'PUT',
      headers: { 'content-type': contentType },
      body: start,
    })
    const { multipart } = (await answer.json()) as Echo
    t.equal(multipart, undefined, contentType)
  }
})

t.test('a large upload arrives whole, and one of more than 64 MB is refused', async (t) => {
  const { url, requests } = await startExample(t)
  const form = new FormData()
  form.set('media', new Blob([Buffer.alloc(20 * 1024 * 1024, 7)]), 'video.mp4')

  const accepted = await fetch(`${url}/upload.example.com/media/big`, {
    method: 'POST',
    body: form,
  })
  t.match(await accepted.json(), { data: { size: 20 * 1024 * 1024 } })

  const announced = await uploadOf(url, 64 * 1024 * 1024 + 1, { chunked: false })
  const chunked = await uploadOf(url, 64 * 1024 * 1024 + 1, { chunked: true })
  t.equal(announced, 413)
  t.equal(chunked, 413)
  t.match(
    (await requests()).map(({ status }) => status),
    [200, 413, 413],
  )
})

/** The status with which an upload of so many bytes is answered. */
function uploadOf(url: string, size: number, options: { chunked: boolean }): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${url}/upload.example.com/media/huge`, {
      method: 'POST',
      headers: options.chunked ? {} : { 'content-length': size },
    })
    request.on('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
      request.destroy()
    })
    request.on('error', reject)
    const chunk = Buffer.alloc(1024 * 1024)
    for (let sent = 0; sent < size; sent += chunk.length) {
      request.write(chunk.subarray(0, Math.min(chunk.length, size - sent)))
    }
    request.end()
  })
}

t.test('an upload that is broken off is never handled', async (t) => {
  const { url, requests, post, published } = await startExample(t)

  await new Promise<void>((resolve) => {
    const request = httpRequest(`${url}/api.example.com/posts`, {
      method: 'POST',
      headers: { 'content-length': 1000 },
    })
    request.on('error', () => resolve())
    request.write('{"text":"half')
    setTimeout(() => request.destroy(), 30)
  })
  await post({ text: 'whole' })

  t.match(await published(), [{ text: 'whole' }])
  t.equal((await requests()).length, 1)
})

t.test('a connection serves one request after the other', async (t) => {
  const { url } = await startExample(t)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.teardown(() => agent.destroy())
  const ports = new Set<number | undefined>()

  for (const method of ['POST', 'GET', 'DELETE', 'POST']) {
    await new Promise<void>((resolve, reject) => {
      const path = method === 'DELETE' ? '/posts/1' : '/posts'
      const request = httpRequest(`${url}/api.example.com${path}`, { method, agent }, (answer) => {
        ports.add(answer.socket.localPort)
        answer.resume()
        answer.on('end', resolve)
      })
      request.on('error', reject)
      request.end(method === 'POST' ? '{"text":"x"}' : undefined)
    })
  }

  t.equal(ports.size, 1)
})

t.test('a mistake in an emulation is told as such, and logged', async (t) => {
  const errors: object[] = []
  const logger = { warn: () => undefined, error: (details: object) => errors.push(details) }
  const { send } = await startExample(t, { logger })

  const { status, body } = await send('GET', '/api.example.com/broken')

  t.equal(status, 500)
  t.match(body, {
    error: {
      code: 'EMULATION_FAILED',
      message: 'The emulation of "example" failed in broken: Error: a mistake in the emulation',
    },
  })
  t.match(errors, [{ network: 'example', operation: 'broken' }])
})

t.test('two networks may share a host', async (t) => {
  const shared = defineEmulator({
    ...exampleNetwork,
    network: 'shared',
    routes: [
      {
        method: 'GET',
        host: 'api.example.com',
        path: '/shared/:id',
        operation: 'get',
        handle: () => ({ status: 204 }),
      },
    ],
  })
  const { send } = await startExample(t, { emulators: [exampleNetwork, shared] })

  t.equal((await send('GET', '/api.example.com/shared/1')).status, 204)
  t.equal((await send('GET', '/api.example.com/posts')).status, 200)

  await t.rejects(startSandbox({ port: 0, emulators: [exampleNetwork, exampleNetwork] }), {
    message: 'There are two emulations of "example".',
  })
})

t.test(
  'a route that two networks have goes to the one that claims the request, else to the first',
  async (t) => {
    const claiming = defineEmulator({
      ...exampleNetwork,
      network: 'claiming',
      routes: [
        {
          method: 'GET',
          host: 'api.example.com',
          path: '/:anything',
          operation: 'get',
          handle: () => ({ status: 204 }),
        },
      ],
      claims: ({ query, params }) =>
        query.get('client') === 'mine' && params['anything'] === 'posts',
    })
    const { send } = await startExample(t, { emulators: [exampleNetwork, claiming] })

    t.equal((await send('GET', '/api.example.com/posts?client=mine')).status, 204)
    t.equal((await send('GET', '/api.example.com/posts?client=other')).status, 200)
  },
)
