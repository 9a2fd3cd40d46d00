import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'tap'
import { sandboxOutbox } from './sandbox-outbox.transport.ts'

const shown = {
  id: 'm1',
  to: 'ada@example.com',
  subject: 'Hello',
  text: 'A link',
  html: '<p>A link',
}
const message = { ...shown, from: 'T21 <t21@localhost>' }

interface Teardown {
  teardown(work: () => unknown): unknown
}

test('a mail is handed to the outbox of the sandbox as it is', async (t) => {
  const { url, received } = await outbox(t, 201)
  await sandboxOutbox(`${url}/`).send(message)
  t.same(received, [{ method: 'POST', path: '/_mail/messages', body: shown }])
})

test('a mail that the sandbox refuses is not taken for sent', async (t) => {
  const { url } = await outbox(t, 500)
  await t.rejects(sandboxOutbox(url).send(message), /answered 500/)
  await t.rejects(sandboxOutbox('http://127.0.0.1:9').send(message))
})

async function outbox(
  t: Teardown,
  status: number,
): Promise<{ url: string; received: readonly unknown[] }> {
  const received: unknown[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({
        method: request.method,
        path: request.url,
        body: JSON.parse(body) as unknown,
      })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise((resolve) => server.close(resolve)))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received }
}
