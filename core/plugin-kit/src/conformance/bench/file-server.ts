import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Serves files to networks that fetch them, and takes their webhooks. */
export interface FileServer {
  readonly url: string
  serve(id: string, file: { readonly mimeType: string; readonly bytes: Uint8Array }): void
  /** Webhooks as they came, oldest first. */
  readonly received: ReceivedWebhook[]
  /** The fake network's clock. */
  now: () => Date
  /** Answers the network's question about the callback. */
  handshake: ((query: Readonly<Record<string, string>>) => Answer | undefined) | undefined
  close(): Promise<void>
}

/** A webhook as it came. */
export interface ReceivedWebhook {
  readonly headers: Readonly<Record<string, string>>
  readonly rawBody: Uint8Array
  /** By the fake network's clock. */
  readonly at: Date
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** Starts it on any free port of this machine. */
export async function startFileServer(): Promise<FileServer> {
  const files = new Map<string, { readonly mimeType: string; readonly bytes: Uint8Array }>()
  const received: ReceivedWebhook[] = []
  const server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (request.method === 'POST') {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const rawBody = Buffer.concat(chunks)
        received.push({ headers: flat(request.headers), rawBody, at: self.now() })
        response.end()
      })
      return
    }
    if (pathname === '/webhook') {
      const answer = self.handshake?.(Object.fromEntries(searchParams))
      response.writeHead(answer?.status ?? 404, { 'content-type': answer?.type ?? 'text/plain' })
      response.end(answer?.text)
      return
    }
    const file = files.get(pathname.slice(1))
    if (file === undefined) response.writeHead(404).end()
    else {
      const headers = { 'content-type': file.mimeType, 'content-length': file.bytes.length }
      response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : file.bytes)
    }
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const self: FileServer = {
    url: `http://127.0.0.1:${port}`,
    serve: (id, file) => void files.set(id, file),
    received,
    now: () => new Date(),
    handshake: undefined,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return self
}

function flat(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat().join(', ')] as const],
  )
  return Object.fromEntries(entries)
}
