import type { FastifyInstance } from 'fastify'
import type { Sandbox } from '../sandbox.ts'

/** Often enough that a proxy in between keeps the line open, in milliseconds. */
const heartbeat = 20_000

/** `/_control/events`: server-sent events that name what has changed. */
export function eventRoutes(app: FastifyInstance, sandbox: Sandbox): void {
  app.get('/_control/events', (_request, reply) => {
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    raw.write('retry: 1000\n\n')

    const unsubscribe = sandbox.changes.subscribe((topics) => {
      raw.write(`event: changed\ndata: ${JSON.stringify({ topics })}\n\n`)
    })
    const timer = setInterval(() => raw.write(': still here\n\n'), heartbeat).unref()
    raw.on('close', () => {
      clearInterval(timer)
      unsubscribe()
    })
  })
}
