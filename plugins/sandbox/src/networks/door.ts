import { createServer, type RequestListener, type Server } from 'node:http'
import type { Sandbox } from '../sandbox.ts'
import { serve } from './serve.ts'

/**
 * The server's door: what goes to an emulated host is served without the framework, which would have
 * its own opinion on content types and broken connections; everything else goes to the sandbox's
 * pages and its control API.
 */
export function createDoor(sandbox: Sandbox, ownPages: RequestListener): Server {
  const server = createServer((request, response) => {
    const host = sandbox.hosts.get(firstSegment(request.url ?? '/'))
    if (host === undefined) {
      ownPages(request, response)
      return
    }
    serve(sandbox, host, { request, response }).catch((error: unknown) => {
      sandbox.logger.error({ host: host.name, error }, 'The sandbox could not serve a request')
      response.destroy()
    })
  })
  // Longer than any client keeps an idle connection: one that breaks is a fault somebody asked for.
  server.keepAliveTimeout = 120_000
  return server
}

/** `api.example.com` of `/api.example.com/posts?limit=1`. */
export function firstSegment(url: string): string {
  const end = url.slice(1).search(/[/?]/)
  return end === -1 ? url.slice(1) : url.slice(1, end + 1)
}
