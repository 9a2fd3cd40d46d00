import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { defineProvider } from '@t21/plugin-kit'
import { test } from 'tap'
import { Type } from 'typebox'
import { hostOf } from './open-provider.ts'
import { readyProvider } from './registry.ts'

interface Teardown {
  teardown(work: () => unknown): unknown
}

const bank = defineProvider({
  kind: 'mail',
  id: 'bank',
  displayName: 'The bank',
  settings: Type.Object({ region: Type.String() }),
  hosts: ({ region }) => [`https://${region}.bank.example`],
  open: () => ({ name: 'bank', send: () => Promise.resolve() }),
})

/** A server that stands in for the bank, and the host that leads there. */
async function site(
  t: Teardown,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
) {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bank`
  const overrides = new Map([['https://eu.bank.example', base]])
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { base, host: hostOf(readyProvider(bank, { region: 'eu' }, false), overrides) }
}

test('a declared address leads to what stands in for it, with all that a client sends', async (t) => {
  const { host } = await site(t, (request, response) => {
    void text(request).then((body) =>
      response.end(`${request.method} ${request.url} ${String(request.headers['x-key'])} ${body}`),
    )
  })
  const url = 'https://eu.bank.example/v1/pay?a=1'
  const options = { method: 'POST', body: 'all of it', headers: { 'x-key': 'k' } }
  t.equal(await (await host.fetch(url, options)).text(), 'POST /bank/v1/pay?a=1 k all of it')
  const request = new Request(url, options)
  t.equal(await (await host.fetch(request)).text(), 'POST /bank/v1/pay?a=1 k all of it')
  t.equal(await (await host.fetch(new URL(url))).text(), 'GET /bank/v1/pay?a=1 undefined ')
})

test('an address that stands in is known by what it stands for, and a browser is sent there', async (t) => {
  const { host, base } = await site(t, (_request, response) => response.end('here'))
  t.equal(await (await host.fetch(`${base}/next`)).text(), 'here')
  t.equal(host.browserUrl('https://eu.bank.example/login'), `${base}/login`)
  t.equal(host.browserUrl('https://other.example/login'), 'https://other.example/login')
})

test('an address that was not declared is refused before anything is sent', async (t) => {
  const { host } = await site(t, () => t.fail('asked'))
  for (const url of [
    'https://us.bank.example/',
    'https://eu.bank.example.evil.example/',
    'http://eu.bank.example/',
    'http://127.0.0.1:1/',
  ]) {
    await t.rejects(host.fetch(url), TypeError, url)
  }
})

test('a redirect is an answer, and is not followed to where it leads', async (t) => {
  let asked = 0
  const { host } = await site(t, (_request, response) => {
    asked += 1
    response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
  })
  const answer = await host.fetch('https://eu.bank.example/', { redirect: 'follow' })
  t.equal(answer.status, 302)
  t.equal(asked, 1)
})

test('a client that gives up ends the request', async (t) => {
  const closed = Promise.withResolvers<void>()
  const { host } = await site(t, (request) => request.once('close', closed.resolve))
  const stop = new AbortController()
  const answer = host.fetch('https://eu.bank.example/', { signal: stop.signal })
  setTimeout(() => stop.abort(), 50)
  await t.rejects(answer, { name: 'AbortError' })
  await closed.promise
})

test('hosts that are none are refused when the settings are known', (t) => {
  t.throws(() => readyProvider(bank, { region: 'e u' }, false), { message: /"hosts"/ })
  t.end()
})
