import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What came to a callback. */
export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

/** Somebody who takes webhooks, and answers with these statuses in turn, 200 after the last one. */
export async function startCallback(
  t: { teardown(end: () => unknown): void },
  statuses: readonly number[] = [],
): Promise<{
  readonly url: string
  readonly received: Received[]
  atLeast(count: number): Promise<void>
}> {
  const received: Received[] = []
  const answers = [...statuses]
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { method = '', url = '', headers } = request
    received.push({ method, url, headers, body })
    const asked = new URL(url, 'http://callback').searchParams.get('question')
    response.writeHead(method === 'GET' ? 200 : (answers.shift() ?? 200)).end(asked ?? '')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    async atLeast(count) {
      const end = performance.now() + 5_000
      while (received.length < count) {
        if (performance.now() > end) throw new Error(`Only ${received.length} came.`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
  }
}
