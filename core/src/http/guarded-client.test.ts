import { channel } from 'node:diagnostics_channel'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo, LookupFunction, Socket } from 'node:net'
import { isIP } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type Test } from 'tap'
import { Agent, fetch as plainFetch } from 'undici'
import { guardLookup, isPublicAddress } from './guarded-client.address.ts'
import { answers, innerHosts, loopbackHosts, otherAddresses } from './guarded-client.corpus.ts'
import { UrlRefused, type RefusalReason } from './guarded-client.error.ts'
import {
  makeGuardedClient,
  type Fetched,
  type FetchLimits,
  type GuardedClient,
} from './guarded-client.ts'

const limits = { maxBytes: 1_000, timeoutMs: 2_000 }
const message = { headers: { 'x-own': 'own' }, body: '{}', keepBytes: 50, timeoutMs: 2_000 }

test('the corpus of hostile addresses leads to no connection at all', async (t) => {
  const listener = await listen(t)
  const attempts = countAttempts(t)
  const client = makeGuardedClient({ allowLoopback: false, anyPort: true, lookup: stubLookup })
  const hosts = [...loopbackHosts, ...innerHosts]
  t.ok(hosts.length >= 100)

  for (const host of hosts) {
    const reason = await reasonOf(fetchBytes(client, `http://${host}:${listener.port}/`, limits))
    const expected = host.includes('@') ? 'url' : 'address'
    t.equal(reason, expected, host)
  }

  t.equal(listener.connections(), 0)
  t.same(attempts(), [], 'no socket tried to connect anywhere')
})

test('control: plain fetch does reach the listener through the corpus', async (t) => {
  const listener = await listen(t)
  const dispatcher = new Agent({ connect: { lookup: stubLookup } })
  t.teardown(() => dispatcher.destroy())

  for (const host of loopbackHosts) {
    await plainFetch(`http://${host}:${listener.port}/`, { dispatcher }).catch(() => undefined)
  }

  t.ok(listener.requests() > 35, `${listener.requests()} of ${loopbackHosts.length} requests`)
})

test('control: checking in `lookup` only does not see addresses that need no look-up', async (t) => {
  const listener = await listen(t)
  const dispatcher = new Agent({ connect: { lookup: guardLookup(isPublicAddress, stubLookup) } })
  t.teardown(() => dispatcher.destroy())

  for (const host of loopbackHosts) {
    await plainFetch(`http://${host}:${listener.port}/`, { dispatcher }).catch(() => undefined)
  }

  t.ok(listener.requests() > 25, `${listener.requests()} of ${loopbackHosts.length} requests`)
})

test('with the rules of production the corpus and every other scheme and port are refused', async (t) => {
  const client = makeGuardedClient({ allowLoopback: false, lookup: stubLookup })
  for (const host of [...loopbackHosts, ...innerHosts]) {
    t.ok(await reasonOf(fetchBytes(client, `https://${host}/`, limits)), host)
    t.equal(await reasonOf(fetchBytes(client, `http://${host}/`, limits)), 'url', host)
  }
  for (const address of otherAddresses) {
    t.equal(await reasonOf(fetchBytes(client, address, limits)), 'url', address.slice(0, 80))
  }
})

test('the switch for tests lets loopback through and no other private address', async (t) => {
  const attempts = countAttempts(t)
  const client = makeGuardedClient({ allowLoopback: true, lookup: stubLookup })

  for (const host of innerHosts) {
    t.equal(await reasonOf(fetchBytes(client, `http://${host}:9/`, limits)), 'address', host)
  }

  t.same(attempts(), [])
})

test('a second answer of the name server has no effect: the checked address is the one used', async (t) => {
  const listener = await listen(t, (_request, response) => response.end('inner'))
  const url = `http://rebinding.example:${listener.port}/`

  // Checking first and fetching afterwards asks twice, and gets 0.0.0.0 for the second question.
  const naive = rebindingLookup()
  await new Promise((resolve) => {
    naive.lookup('rebinding.example', { all: true }, resolve)
  })
  const dispatcher = new Agent({ connect: { lookup: naive.lookup } })
  t.teardown(() => dispatcher.destroy())
  const reached = await plainFetch(url, { dispatcher })
  t.equal(await reached.text(), 'inner', 'control: check, then fetch, is led astray')

  const guarded = rebindingLookup()
  const client = makeGuardedClient({ allowLoopback: true, lookup: guarded.lookup })
  const attempts = countAttempts(t)
  await fetchBytes(client, url, limits)
  t.equal(guarded.questions(), 1)
  t.same(attempts(), ['127.0.0.1'], 'the first answer, which was checked')

  t.equal(await reasonOf(fetchBytes(client, url, limits)), 'address', 'each call checks anew')
  t.equal(listener.connections(), 2)
})

test('no redirect is followed', async (t) => {
  const target = await listen(t, (_request, response) => response.end('inner'))
  const statuses = [300, 301, 302, 303, 304, 307, 308]
  const redirecting = await listen(t, (request, response) => {
    const status = Number(request.url?.slice(1))
    response.writeHead(status, { location: `http://127.0.0.1:${target.port}/` }).end()
  })
  const client = makeGuardedClient({ allowLoopback: true })

  for (const status of statuses) {
    const url = `http://127.0.0.1:${redirecting.port}/${status}`
    t.equal(await reasonOf(fetchBytes(client, url, limits)), 'redirect', String(status))
  }
  t.equal(target.connections(), 0)

  await plainFetch(`http://127.0.0.1:${redirecting.port}/302`)
  t.equal(target.connections(), 1, 'control: plain fetch follows')
})

test('a page that asks a browser to go elsewhere is only bytes', async (t) => {
  const target = await listen(t)
  const page = `<meta http-equiv="refresh" content="0;url=http://127.0.0.1:${target.port}/">`
  const server = await listen(t, (_request, response) => {
    response.writeHead(200, { refresh: `0;url=http://127.0.0.1:${target.port}/` }).end(page)
  })
  const client = makeGuardedClient({ allowLoopback: true })

  const { bytes } = await fetchBytes(client, `http://127.0.0.1:${server.port}/`, limits)

  t.equal(bytes.toString(), page)
  t.equal(target.connections(), 0)
})

test('a body arrives in a file, with its size and what the server calls it', async (t) => {
  const server = await listen(t, (request, response) => {
    response.setHeader('content-type', 'Image/PNG; charset=x')
    response.end(`${request.headers.accept}|${request.headers['accept-encoding']}`)
  })
  const path = join(t.testdir(), 'body')
  const client = makeGuardedClient({ allowLoopback: true })

  const fetched = await client.fetchToFile(`http://127.0.0.1:${server.port}/`, path, {
    ...limits,
    accept: 'image/*',
  })

  t.same(fetched, { size: 16, contentType: 'image/png' })
  t.equal(await readFile(path, 'utf8'), 'image/*|identity')
})

test('a message is posted as it is, and whatever is said to it is heard, by its beginning', async (t) => {
  const bodies: string[] = []
  const server = await listen(t, (request, response) => {
    request.on('data', (chunk: Buffer) =>
      bodies.push(`${String(request.headers['x-own'])} ${chunk.toString()}`),
    )
    request.on('end', () => {
      const status = Number(request.url?.slice(1))
      response.writeHead(status, { location: '/200', 'retry-after': '7' })
      if (status === 200) response.write('y'.repeat(100))
      else response.end('x'.repeat(100_000))
    })
  })
  const client = makeGuardedClient({ allowLoopback: true })
  for (const status of [302, 410, 503]) {
    const answer = await client.post(`http://127.0.0.1:${server.port}/${status}`, message)
    t.match(answer, { status, headers: { 'retry-after': '7' } })
    t.equal(answer.beginning.toString(), 'x'.repeat(50), 'and no more')
  }
  t.same(
    bodies,
    Array.from({ length: 3 }, () => 'own {}'),
    'no redirect is followed',
  )
  const hanging = await client.post(`http://127.0.0.1:${server.port}/200`, {
    ...message,
    keepBytes: 200,
    timeoutMs: 300,
  })
  t.match(hanging, { status: 200 }, 'the answer counts, although its body never ends')
  t.equal(hanging.beginning.toString(), 'y'.repeat(100))
})

test('no message is posted to the corpus of hostile addresses', async (t) => {
  const listener = await listen(t)
  const attempts = countAttempts(t)
  const client = makeGuardedClient({ allowLoopback: false, anyPort: true, lookup: stubLookup })
  for (const host of [...loopbackHosts, ...innerHosts]) {
    const work = client.post(`http://${host}:${listener.port}/`, message)
    await t.rejects(work, { name: 'UrlRefused' }, host)
  }
  const strict = makeGuardedClient({ allowLoopback: false, lookup: stubLookup })
  for (const url of otherAddresses) t.throws(() => strict.check(url), { name: 'UrlRefused' }, url)
  for (const host of innerHosts.filter((name) => /^[\d[]/.test(name))) {
    t.throws(() => strict.check(`https://${host}/`), { name: 'UrlRefused' }, host)
  }
  t.same(attempts(), [], 'no socket tried to connect anywhere')
})

test('a body above the limit is refused by its announced length and by its real one', async (t) => {
  const server = await listen(t, (request, response) => {
    if (request.url === '/announced') response.setHeader('content-length', 1_001)
    response.write(Buffer.alloc(501))
    response.end(Buffer.alloc(500))
  })
  const folder = t.testdir()
  const client = makeGuardedClient({ allowLoopback: true })

  for (const path of ['announced', 'chunked']) {
    const url = `http://127.0.0.1:${server.port}/${path}`
    t.equal(await reasonOf(client.fetchToFile(url, join(folder, path), limits)), 'too_large', path)
  }
  t.notOk(existsSync(join(folder, 'announced')), 'nothing is written before the head is checked')
})

test('other statuses and compressed bodies are refused', async (t) => {
  const server = await listen(t, (request, response) => {
    const status = Number(request.url?.slice(1))
    if (status === 200) response.setHeader('content-encoding', 'gzip')
    response.writeHead(status).end('x')
  })
  const client = makeGuardedClient({ allowLoopback: true })
  for (const status of [200, 204, 206, 401, 403, 404, 418, 500, 503]) {
    const url = `http://127.0.0.1:${server.port}/${status}`
    t.equal(await reasonOf(fetchBytes(client, url, limits)), 'answer', String(status))
  }
})

test('the time limit is for everything together', async (t) => {
  const silent = await listen(t, () => undefined)
  const trickling = await listen(t, (_request, response) => {
    const timer = setInterval(() => response.write('x'), 20)
    response.on('close', () => clearInterval(timer))
  })
  const client = makeGuardedClient({ allowLoopback: true })
  const noName = makeGuardedClient({ allowLoopback: true, lookup: () => undefined })
  const short = { maxBytes: 1_000, timeoutMs: 150 }
  const began = performance.now()
  const alive = setInterval(() => undefined, 1_000)

  t.equal(await reasonOf(fetchBytes(client, `http://127.0.0.1:${silent.port}/`, short)), 'timeout')
  t.equal(
    await reasonOf(fetchBytes(client, `http://127.0.0.1:${trickling.port}/`, short)),
    'timeout',
  )
  t.equal(await reasonOf(fetchBytes(noName, 'http://slow.example/', short)), 'timeout')

  clearInterval(alive)
  t.ok(performance.now() - began < 1_500, 'long before one second each')
})

test('an answer that breaks off or is not HTTP is refused', async (t) => {
  const server = await listen(t, (request, response) => {
    if (request.url === '/garbage') request.socket.end('hello\r\n\r\n')
    else {
      response.writeHead(200, { 'content-length': '900' })
      response.write('x')
      setTimeout(() => request.socket.destroy(), 20)
    }
  })
  const client = makeGuardedClient({ allowLoopback: true })
  for (const path of ['garbage', 'broken']) {
    const url = `http://127.0.0.1:${server.port}/${path}`
    t.equal(await reasonOf(fetchBytes(client, url, limits)), 'unreachable', path)
  }
})

test('a proxy named in the environment is not used', async (t) => {
  const proxy = await listen(t)
  const server = await listen(t, (_request, response) => response.end('direct'))
  for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']) {
    const before = process.env[name]
    process.env[name] = name.startsWith('NODE') ? '1' : `http://127.0.0.1:${proxy.port}`
    t.teardown(() => {
      if (before === undefined) delete process.env[name]
      else process.env[name] = before
    })
  }
  const client = makeGuardedClient({ allowLoopback: true })

  const { bytes } = await fetchBytes(client, `http://127.0.0.1:${server.port}/`, limits)

  t.equal(bytes.toString(), 'direct')
  t.equal(proxy.connections(), 0)
})

test('addresses of the public internet are public', (t) => {
  for (const address of [
    '8.8.8.8',
    '1.1.1.1',
    '93.184.215.14',
    '2606:4700:4700::1111',
    '2a00::1',
  ]) {
    t.ok(isPublicAddress(address), address)
  }
  t.notOk(isPublicAddress('not an address'))
  t.end()
})

const stubLookup: LookupFunction = (hostname, options, callback) => {
  const addresses = answers[hostname]
  if (addresses === undefined) {
    callback(Object.assign(new Error(`no ${hostname}`), { code: 'ENOTFOUND' }), [])
    return
  }
  const entries = addresses.map((address) => ({ address, family: isIP(address) }))
  const [first] = entries
  if (options.all === true || first === undefined) callback(null, entries)
  else callback(null, first.address, first.family)
}

/** Answers 127.0.0.1, which the switch for tests allows, and then 0.0.0.0, which it does not. */
function rebindingLookup(): { lookup: LookupFunction; questions: () => number } {
  let questions = 0
  return {
    questions: () => questions,
    lookup(_hostname, options, callback) {
      questions += 1
      const address = questions === 1 ? '127.0.0.1' : '0.0.0.0'
      if (options.all === true) callback(null, [{ address, family: 4 }])
      else callback(null, address, 4)
    },
  }
}

/** What was fetched, as bytes. */
async function fetchBytes(
  client: GuardedClient,
  url: string,
  limit: FetchLimits,
): Promise<Fetched & { readonly bytes: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), 't21-fetched-'))
  try {
    const path = join(folder, 'file')
    const fetched = await client.fetchToFile(url, path, limit)
    return { ...fetched, bytes: await readFile(path) }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function reasonOf(
  work: ReturnType<GuardedClient['fetchToFile']>,
): Promise<RefusalReason | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof UrlRefused) return error.reason
    throw error
  }
}

/** A server on every interface of this machine that counts who comes. */
async function listen(
  t: Test,
  answer: RequestListener = (_request, response) => response.end('reached'),
): Promise<{ port: number; connections: () => number; requests: () => number }> {
  let connections = 0
  let requests = 0
  const server = createServer(answer)
  server.on('request', () => (requests += 1))
  server.on('connection', () => (connections += 1))
  await new Promise<void>((resolve) => {
    server.listen(0, resolve)
  })
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { port, connections: () => connections, requests: () => requests }
}

/** Every address that a socket of this process begins to connect to. */
function countAttempts(t: Test): () => string[] {
  const attempts: string[] = []
  function watch(message: unknown): void {
    const { socket } = message as { socket: Socket }
    socket.on('connectionAttempt', (address: string) => attempts.push(address))
  }
  channel('net.client.socket').subscribe(watch)
  t.teardown(() => channel('net.client.socket').unsubscribe(watch))
  return () => attempts
}
