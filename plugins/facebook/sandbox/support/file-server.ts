import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server on loopback that has these files, by name. */
export async function serveFiles(
  files: Readonly<Record<string, Buffer>>,
): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const file = files[(request.url ?? '/').slice(1)]
    response.writeHead(file === undefined ? 404 : 200)
    response.end(file)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}
