import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { principalOf } from '../authz/principal.ts'
import { ApiError, invalid } from '../errors.ts'
import type { App } from './app-instance.ts'
import {
  claimKey,
  freeKey,
  keepAnswer,
  renewalMilliseconds,
  renewKey,
  type KeyedRequest,
} from './idempotency.store.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that came with this request, and what keeps it once it is ours. */
    idempotency: { readonly keyed: KeyedRequest; renewal: NodeJS.Timeout | undefined } | null
  }
}

/**
 * `Idempotency-Key` on every POST of a known caller: the effect happens once, and a repetition within 24
 * hours gets the first answer again, to the byte, with `Idempotency-Replayed: true`.
 *
 * A key is the caller's own. It is bound to method, address and body; where the body is a stream
 * (uploads), to its length, type and, where sent, its `Content-Digest`, because the bytes have not been
 * read yet. A request that fails with 5xx gives its key back, and so does one whose process died, after a
 * minute; what it had already committed by then is not undone, so features guard themselves besides
 * (quotas, duplicate content). An answer that a schema refuses is not kept: the key stays unused.
 *
 * @throws ApiError VALIDATION_ERROR, IDEMPOTENCY_KEY_IN_USE, IDEMPOTENCY_KEY_REUSED
 */
export const idempotency = fp(
  async (app: App) => {
    const { system } = app.context.database
    app.decorateRequest('idempotency', null)
    app.addHook('onRoute', (route) => {
      const { permission, idempotent } = route.config ?? {}
      const posts = [route.method].flat().includes('POST')
      if (!posts || permission === 'public' || idempotent === false) return
      // Before validation, which fills in defaults: another version may have others.
      route.preValidation = [readKey, ...[route.preValidation ?? []].flat()]
      // Before the route's own hooks: nothing may have happened yet.
      route.preHandler = [claim, ...[route.preHandler ?? []].flat()]
      route.onSend = [...[route.onSend ?? []].flat(), settle]
    })

    async function claim(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
      if (request.idempotency === null) return undefined
      const { keyed } = request.idempotency
      const claimed = await claimKey(system, keyed)
      if (claimed.outcome === 'mine') {
        request.idempotency.renewal = setInterval(() => {
          renewKey(system, keyed).catch((err: unknown) =>
            request.log.warn({ err }, 'idempotency key not renewed'),
          )
        }, renewalMilliseconds).unref()
        return undefined
      }
      if (claimed.outcome === 'other_request') throw new ApiError('IDEMPOTENCY_KEY_REUSED')
      if (claimed.outcome === 'running') {
        throw new ApiError('IDEMPOTENCY_KEY_IN_USE', undefined, { headers: { 'retry-after': '1' } })
      }
      return reply
        .code(claimed.status)
        .header('idempotency-replayed', 'true')
        .type('application/json; charset=utf-8')
        .serializer((body: string) => body)
        .send(claimed.response)
    }

    async function settle(
      request: FastifyRequest,
      reply: FastifyReply,
      payload: unknown,
    ): Promise<unknown> {
      const { keyed, renewal } = request.idempotency ?? {}
      if (keyed === undefined || renewal === undefined) return payload
      clearInterval(renewal)
      try {
        if (reply.statusCode >= 500 || !(typeof payload === 'string' || payload === undefined)) {
          await freeKey(system, keyed)
        } else {
          await keepAnswer(system, keyed, { status: reply.statusCode, response: payload ?? '' })
        }
      } catch (err) {
        // The effect has happened: the caller shall hear of it. The key is free again in a minute.
        request.log.warn({ err }, 'answer not kept for its idempotency key')
      }
      return payload
    }
  },
  { name: 'idempotency', fastify: '5.x', dependencies: ['permissions'] },
)

async function readKey(request: FastifyRequest): Promise<void> {
  const key = request.headers['idempotency-key']
  if (key !== undefined)
    request.idempotency = { keyed: keyedRequest(request, key), renewal: undefined }
}

function keyedRequest(request: FastifyRequest, key: string | readonly string[]): KeyedRequest {
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalid(
      'Idempotency-Key',
      'Must be 1 to 255 visible ASCII characters without spaces, such as a UUID.',
    )
  }
  const [path = '', query = ''] = request.url.split('?', 2)
  return {
    userId: principalOf(request).userId,
    key,
    method: request.method,
    path,
    hash: createHash('sha256').update(query).update('\n').update(bodyOf(request)).digest(),
    requestId: request.id,
  }
}

function bodyOf(request: FastifyRequest): string {
  const { headers } = request
  if (headers['content-type']?.startsWith('multipart/') !== true) {
    return JSON.stringify(request.body) ?? ''
  }
  // A client may choose another boundary each time; its length stays the same.
  return ['multipart', headers['content-length'], headers['content-digest']].join('|')
}
