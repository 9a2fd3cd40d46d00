import { channel } from 'node:diagnostics_channel'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { t as file, test, type Test } from 'tap'
import { registerUser, senderOf, testApp } from '../support/app.ts'
import { buildBrand } from '../support/factories.ts'
import { figure, isLong } from '../support/figures.ts'
import {
  innerHosts,
  loopbackHosts,
  otherAddresses,
} from '../../core/src/http/guarded-client.corpus.ts'
import { makeWebhookSender } from '../../core/src/features/webhooks-out/send-webhooks.ts'
import { renderOpenApi } from '../../core/src/openapi.ts'

/** Every field of a request that takes an address, by its name, and what is done with it. */
const fields: Readonly<Record<string, 'fetched' | 'sent to' | 'shown' | 'gone back to'>> = {
  'ai imageUrl': 'fetched',
  'media url': 'fetched',
  'posts imageUrls': 'fetched',
  'posts videoUrl': 'fetched',
  'recurrences imageUrls': 'fetched',
  'recurrences videoUrl': 'fetched',
  'webhook-endpoints url': 'sent to',
  'brands logoUrl': 'shown',
  'users avatarUrl': 'shown',
  'deliveries url': 'shown',
  // Only origins of the configuration: return-url.test.ts.
  'brands returnUrl': 'gone back to',
  'subscriptions cancelUrl': 'gone back to',
  'subscriptions returnUrl': 'gone back to',
  'subscriptions successUrl': 'gone back to',
}

/** What of the server speaks to anything over a network. */
const outward: Readonly<Record<string, string>> = {
  'http/guarded-client.ts': 'the client for addresses that users give',
  'plugins/connector-http.ts': 'connectors, to the hosts that they name',
  'plugins/open-provider.ts': 'providers, to the hosts that they name',
  'features/mail/sandbox-outbox.transport.ts': 'mail to the sandbox, at the operator’s address',
}

const { app, context, database } = await testApp(file)
const mine = await registerUser(app)
const send = senderOf(app)
const { id: brandId } = await buildBrand(database, { organizationId: mine.organizationId })

test(
  'W3: no address of the corpus leads anywhere, given to any route that takes one',
  { timeout: 280_000 },
  async (t) => {
    const listener = await listen(t)
    const attempts = connectionAttempts(t)
    // Without a look-up of its own name: those are the guarded client's tests.
    const hosts = [...loopbackHosts, ...innerHosts].filter((host) => !/example|absent/.test(host))
    const all = [
      ...hosts.flatMap((host) => [`https://${host}/`, `http://${host}:${listener.port}/`]),
      ...otherAddresses.filter((address) => address.length < 2_000),
    ]
    // Each of them goes to four routes, through all that a request passes.
    const addresses = all.filter((_, index) => isLong || index % 2 === 0)
    t.ok(addresses.length > 60, `${addresses.length}`)
    const sender = makeWebhookSender(context)
    for (const url of addresses) {
      const fetched = await send(mine, 'POST', '/media/import', { url })
      t.ok(fetched.statusCode === 422, `import ${url}: ${fetched.statusCode}`)
      const post = { brandId, content: 'With a picture', imageUrls: [url] }
      t.equal((await send(mine, 'POST', '/posts', post)).statusCode, 422, `post ${url}`)
      const picture = await send(mine, 'POST', '/ai/generate-image-caption', {
        brandId,
        imageUrl: url,
      })
      t.equal(picture.statusCode, 422, `caption ${url}`)
      const endpoint = await send(mine, 'POST', '/webhook-endpoints', { url })
      if (endpoint.statusCode === 201) {
        // Only names may be kept: they are looked up at each sending.
        await send(mine, 'POST', `/webhook-endpoints/${endpoint.data.id}/test`)
        await sender.send()
        await send(mine, 'DELETE', `/webhook-endpoints/${endpoint.data.id}`)
      } else t.equal(endpoint.statusCode, 422, `endpoint ${url}`)
    }
    t.equal(listener.connections(), 0)
    const strange = attempts().filter((port) => port !== databasePort())
    t.same(strange, [], 'no socket tried to connect anywhere')
    figure('W3', { addresses: addresses.length, routes: 4, connections: strange.length })
  },
)

test('W3: every field that takes an address is known here', async (t) => {
  const found = fieldsOf(JSON.parse(await renderOpenApi()) as Json)
  t.same(found.toSorted(), Object.keys(fields).toSorted())
})

test('W3: nothing in the server fetches but the guarded client, the connectors’ and their parts', async (t) => {
  const root = join(import.meta.dirname, '../../core/src')
  const names = await readdir(root, { recursive: true })
  const fetching: string[] = []
  for (const name of names.filter((one) => one.endsWith('.ts') && !one.includes('.test.'))) {
    const text = await readFile(join(root, name), 'utf8')
    if (
      /\b(?:request|Agent|Client|Pool|connect)\b.* from '(?:undici|node:(?:https?|net|tls))'|\b(?:await|return) fetch\(/.test(
        text,
      )
    ) {
      fetching.push(name)
    }
  }
  t.same(
    fetching.filter((name) => !name.includes('fixtures')).toSorted(),
    Object.keys(outward).toSorted(),
  )
})

type Json = Readonly<Record<string, unknown>>

/** `resource field` of everything in bodies whose name or form says that it is an address. */
function fieldsOf(document: Json): string[] {
  const found: string[] = []
  for (const [path, methods] of Object.entries((document['paths'] ?? {}) as Json)) {
    for (const [method, operation] of Object.entries(methods as Json)) {
      const body = (operation as Json)['requestBody']
      const resource = path.split('/')[2] ?? ''
      if (body !== undefined && method !== 'get') look(body, resource, found)
    }
  }
  return [...new Set(found)]
}

function look(schema: unknown, where: string, found: string[]): void {
  if (typeof schema !== 'object' || schema === null) return
  for (const [name, value] of Object.entries(schema)) {
    if (name === 'properties') {
      for (const field of Object.keys(value as Json)) {
        if (/url|uri|href|callback/i.test(field)) found.push(`${where} ${field}`)
      }
    }
    if (name !== 'examples' && name !== 'example') look(value, where, found)
  }
}

function databasePort(): number {
  return Number(new URL(database.url).port)
}

async function listen(t: Test): Promise<{ port: number; connections: () => number }> {
  let connections = 0
  const server = createServer((_request, response) => response.end('reached'))
  server.on('connection', () => (connections += 1))
  await new Promise<void>((resolve) => {
    server.listen(0, resolve)
  })
  t.teardown(() => server.close())
  return { port: (server.address() as AddressInfo).port, connections: () => connections }
}

/** The port of every connection that a socket of this process begins. */
function connectionAttempts(t: Test): () => number[] {
  const attempts: number[] = []
  const watch = (message: unknown): void => {
    const { socket } = message as { socket: Socket }
    socket.on('connectionAttempt', (_address: string, port: number) => attempts.push(port))
  }
  channel('net.client.socket').subscribe(watch)
  t.teardown(() => channel('net.client.socket').unsubscribe(watch))
  return () => attempts
}
