import type { FastifyReply, FastifyRequest } from 'fastify'

/** `__Host-`: only this very host can have set it, over a channel that the browser trusts, for all of its paths. */
const name = '__Host-t21-console'
const attributes = 'Path=/; HttpOnly; Secure; SameSite=Strict'

/** The secret of the session that came with a request. */
export function sessionToken(request: FastifyRequest): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name && value !== undefined && /^[\w.~-]{1,200}$/.test(value)) return value
  }
  return undefined
}

/** Lets the browser keep a session until it is closed; how long it is good for, the server decides. */
export function keepSession(reply: FastifyReply, token: string): void {
  reply.header('set-cookie', `${name}=${token}; ${attributes}`)
}

/** Lets the browser forget the session. */
export function forgetSession(reply: FastifyReply): void {
  reply.header('set-cookie', `${name}=; Max-Age=0; ${attributes}`)
}
