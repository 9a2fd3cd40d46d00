import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What is needed of a tap test. */
export interface Test {
  teardown(end: () => unknown): void
}

/** Calls the control API of a running sandbox: `control('POST', 'time', { advanceSeconds: 60 })`. */
export type ControlCall = (method: string, path: string, body?: object) => Promise<unknown>

/** The control API of the sandbox at `url`; a call gives the answer's `data`. @throws Error where it is refused */
export function controlOf(url: string): ControlCall {
  return async (method, path, body) => {
    const response = await fetch(`${url}/_control/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return text === '' ? undefined : (JSON.parse(text) as { data?: unknown }).data
  }
}

/** A server on loopback that ends with the test: a client's own, which an emulation calls. @returns its address */
export async function startServer(t: Test, answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A server that has these files, by name, and 404 for any other. @returns its address */
export async function serveFiles(
  t: Test,
  files: Readonly<Record<string, Buffer>>,
): Promise<string> {
  return await startServer(t, (request, response) => {
    const file = files[(request.url ?? '/').slice(1)]
    response.writeHead(file === undefined ? 404 : 200)
    response.end(file)
  })
}
