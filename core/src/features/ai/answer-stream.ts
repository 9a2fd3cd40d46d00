import { PassThrough } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ApiError } from '../../errors.ts'
import type { Generated, GenerationEvent, GenerationWish, Generator } from './generate.ts'
import { makePartialReader } from './partial-text.ts'

const heartbeatMilliseconds = 15_000

/**
 * Answers with a stream of server-sent events (WHATWG HTML, 9.2): texts as they are written, and last the whole as it would
 * have been answered in JSON. What is refused before anything is written is an ordinary answer.
 *
 * @throws ApiError what `generate` throws before it takes credits
 */
export async function streamGeneration(
  generator: Generator,
  request: FastifyRequest,
  reply: FastifyReply,
  wish: Pick<GenerationWish, 'principal' | 'organizationId' | 'task'>,
  present: (generated: Generated) => object,
): Promise<unknown> {
  const stream = new PassThrough()
  const client = new AbortController()
  const begun = Promise.withResolvers<void>()
  const send = (event: string, data: object) => {
    if (stream.writable) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  let readPiece = makePartialReader((more) => send('text', more))
  const onEvent = (event: GenerationEvent) => {
    if (event.kind === 'begun') begun.resolve()
    else if (event.kind === 'text') readPiece(event.text)
    else {
      readPiece = makePartialReader((more) => send('text', more))
      send('restart', {})
    }
  }
  const heartbeat = setInterval(() => stream.write(': still here\n\n'), heartbeatMilliseconds)
  stream.once('close', () => {
    clearInterval(heartbeat)
    client.abort(new ApiError('SERVICE_UNAVAILABLE', 'You went.'))
  })
  const written = generator.generate({
    ...wish,
    streamed: true,
    waiting: { signal: client.signal, onEvent },
  })
  const ended = written.then(
    (generated) => send('done', present(generated)),
    (error: unknown) => send('error', errorOf(error, request)),
  )
  try {
    await Promise.race([begun.promise, written])
  } catch (error) {
    stream.destroy()
    throw error
  }
  void ended.finally(() => stream.end())
  reply.headers({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    // Proxies that gather answers would keep events back.
    'x-accel-buffering': 'no',
  })
  // The type of the answer is that of its text.
  return reply.send(stream as never)
}

/** As the answer of an error has it; what is no answer of ours is logged and not told. */
function errorOf(error: unknown, request: FastifyRequest): object {
  const known = error instanceof ApiError ? error : new ApiError('INTERNAL_ERROR')
  if (known !== error) request.log.error({ err: error }, 'a streamed generation failed')
  const { code, message } = known
  return {
    error: { code, message },
    meta: { requestId: request.id, timestamp: new Date().toISOString() },
  }
}
