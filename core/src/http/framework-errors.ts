import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { ApiError } from '../errors.ts'
import { errorBody, handleError } from './error-handler.ts'
import { everywhere } from './headers.ts'
import { makeRequestId } from './request-id.ts'

/** Answers what never became a request of a route, such as `/%zz`: no hook runs for it. */
export function handleFrameworkError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  void reply.headers(everywhere).header('x-request-id', request.id)
  handleError(error, request, reply)
}

/** Answers what is no HTTP, or too much of it, and closes the connection. */
export function handleClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const requestId = makeRequestId()
  const body = JSON.stringify(
    errorBody(new ApiError('MALFORMED_REQUEST', 'This is not an HTTP request.'), requestId),
  )
  const headers = { ...everywhere, 'x-request-id': requestId, connection: 'close' }
  socket.end(
    [
      'HTTP/1.1 400 Bad Request',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  )
}
